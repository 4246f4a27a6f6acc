/** Caches while their source is down. */
@NullMarked
package dev.mainstay.bench.cache.source;

import org.jspecify.annotations.NullMarked;
