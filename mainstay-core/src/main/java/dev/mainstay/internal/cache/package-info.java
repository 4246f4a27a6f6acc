/** Caches on any store: hits judged, misses loaded once, invalidations kept while it is silent. */
@NullMarked
package dev.mainstay.internal.cache;

import org.jspecify.annotations.NullMarked;
