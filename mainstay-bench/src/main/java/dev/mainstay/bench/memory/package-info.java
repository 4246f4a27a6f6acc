/** Measures what a session weighs. */
@NullMarked
package dev.mainstay.bench.memory;

import org.jspecify.annotations.NullMarked;
