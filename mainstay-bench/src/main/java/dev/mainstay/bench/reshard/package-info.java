/** What clients see while slots move and primaries are replaced as planned. */
@NullMarked
package dev.mainstay.bench.reshard;

import org.jspecify.annotations.NullMarked;
