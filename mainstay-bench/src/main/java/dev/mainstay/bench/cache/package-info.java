/** Measures caches: races for what is stored, writes of a source, speed, and a silent store. */
@NullMarked
package dev.mainstay.bench.cache;

import org.jspecify.annotations.NullMarked;
