/** Caches while their store stands still. */
@NullMarked
package dev.mainstay.bench.cache.silence;

import org.jspecify.annotations.NullMarked;
