/** Lets processes race for sessions. */
@NullMarked
package dev.mainstay.bench.races;

import org.jspecify.annotations.NullMarked;
