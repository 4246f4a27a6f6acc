/** Sessions whose attributes a store holds encrypted. */
@NullMarked
package dev.mainstay.internal.sessions.sealing;

import org.jspecify.annotations.NullMarked;
