/** Measures sessions that are found near. */
@NullMarked
package dev.mainstay.bench.near;

import org.jspecify.annotations.NullMarked;
