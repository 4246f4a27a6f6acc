/** How the child processes are unpacked, configured, started, watched and ended. */
@NullMarked
package dev.mainstay.embedded.internal;

import org.jspecify.annotations.NullMarked;
