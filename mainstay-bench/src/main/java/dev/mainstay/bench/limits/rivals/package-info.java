/** Rate limiters on Redis behind one face: Mainstay, its floors, and the peers as released. */
@NullMarked
package dev.mainstay.bench.limits.rivals;

import org.jspecify.annotations.NullMarked;
