/** An engine that misbehaves by seed, for tests of what stands on Mainstay. */
@NullMarked
package dev.mainstay.chaos;

import org.jspecify.annotations.NullMarked;
