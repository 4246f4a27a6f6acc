/** How fast caches answer, what they load when nothing is there, and what they ask the server. */
@NullMarked
package dev.mainstay.bench.cache.throughput;

import org.jspecify.annotations.NullMarked;
