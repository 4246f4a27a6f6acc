/** The sentences of {@link dev.mainstay.spi.LimitStore}, each as a test of its own. */
@NullMarked
package dev.mainstay.tck.limits;

import org.jspecify.annotations.NullMarked;
