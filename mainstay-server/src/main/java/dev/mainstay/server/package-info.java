/** The runnable: the command line, and the server that it starts. */
@NullMarked
package dev.mainstay.server;

import org.jspecify.annotations.NullMarked;
