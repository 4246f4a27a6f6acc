/** Mainstay and the libraries beside it, driven the same way. */
@NullMarked
package dev.mainstay.bench.peers;

import org.jspecify.annotations.NullMarked;
