/** The sentences of {@link dev.mainstay.spi.CacheStore}, each as a test of its own. */
@NullMarked
package dev.mainstay.tck.cache;

import org.jspecify.annotations.NullMarked;
