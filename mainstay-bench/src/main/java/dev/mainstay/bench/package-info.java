/** Measures Mainstay beside its peers. */
@NullMarked
package dev.mainstay.bench;

import org.jspecify.annotations.NullMarked;
