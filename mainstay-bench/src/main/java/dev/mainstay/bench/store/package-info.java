/** Starts real servers, and asks and watches them without a library. */
@NullMarked
package dev.mainstay.bench.store;

import org.jspecify.annotations.NullMarked;
