/** Loads under which limiters let in more than they promise, if they can be made to. */
@NullMarked
package dev.mainstay.bench.limits.peers;

import org.jspecify.annotations.NullMarked;
