/** Caches on Redis behind one face: Mainstay, faults planted in it, and the peers as released. */
@NullMarked
package dev.mainstay.bench.cache.rivals;

import org.jspecify.annotations.NullMarked;
