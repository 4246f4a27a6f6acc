/** Counts what goes over the wire. */
@NullMarked
package dev.mainstay.bench.wire;

import org.jspecify.annotations.NullMarked;
