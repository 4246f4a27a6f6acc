/** The engine in plain Java: the oracle of the others, and what unit tests run on. */
@NullMarked
package dev.mainstay.memory;

import org.jspecify.annotations.NullMarked;
