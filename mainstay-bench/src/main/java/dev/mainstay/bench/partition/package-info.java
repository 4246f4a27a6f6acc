/** A process that is cut off from its store, without anybody hearing of it. */
@NullMarked
package dev.mainstay.bench.partition;

import org.jspecify.annotations.NullMarked;
