/** Sessions on any engine: tokens, the lazy touch, the three steps of a login. */
@NullMarked
package dev.mainstay.internal.sessions;

import org.jspecify.annotations.NullMarked;
