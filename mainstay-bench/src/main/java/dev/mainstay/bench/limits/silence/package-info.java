/** Limits while their store stands still: how fast who decides, and how soon it is asked again. */
@NullMarked
package dev.mainstay.bench.limits.silence;

import org.jspecify.annotations.NullMarked;
