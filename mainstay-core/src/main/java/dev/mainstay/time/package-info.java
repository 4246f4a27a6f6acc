/** The store's clock, and clocks that a test holds. */
@NullMarked
package dev.mainstay.time;

import org.jspecify.annotations.NullMarked;
