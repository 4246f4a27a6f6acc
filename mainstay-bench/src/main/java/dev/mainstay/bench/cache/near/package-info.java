/** Hits that ask nobody, beside Caffeine and the near cache of a peer. */
@org.jspecify.annotations.NullMarked
package dev.mainstay.bench.cache.near;
