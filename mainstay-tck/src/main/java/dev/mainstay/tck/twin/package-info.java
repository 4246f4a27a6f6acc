/** Seeded walks that ask two engines the same and compare them, reply for reply. */
@NullMarked
package dev.mainstay.tck.twin;

import org.jspecify.annotations.NullMarked;
