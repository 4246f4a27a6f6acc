/** Measures how many sessions are found and touched in a second. */
@NullMarked
package dev.mainstay.bench.throughput;

import org.jspecify.annotations.NullMarked;
