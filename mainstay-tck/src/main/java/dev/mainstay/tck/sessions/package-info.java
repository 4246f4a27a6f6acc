/** The sentences of {@link dev.mainstay.spi.SessionStore}, each as a test of its own. */
@NullMarked
package dev.mainstay.tck.sessions;

import org.jspecify.annotations.NullMarked;
