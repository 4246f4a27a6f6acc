/** Writes a real database through a cache, with rollbacks and deaths at every step. */
@NullMarked
package dev.mainstay.bench.cache.mutate;

import org.jspecify.annotations.NullMarked;
