/** Hits that ask nobody, beside Caffeine and the near cache of a peer. */
@NullMarked
package dev.mainstay.bench.cache.near;

import org.jspecify.annotations.NullMarked;
