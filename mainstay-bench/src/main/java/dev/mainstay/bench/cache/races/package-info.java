/** Lets two processes race for what a cache stores. */
@NullMarked
package dev.mainstay.bench.cache.races;

import org.jspecify.annotations.NullMarked;
