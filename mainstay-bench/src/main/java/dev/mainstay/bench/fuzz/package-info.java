/** Asks for sessions by tokens and from stores that were tampered with. */
@NullMarked
package dev.mainstay.bench.fuzz;

import org.jspecify.annotations.NullMarked;
