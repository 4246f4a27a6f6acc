/** The HTTP API: routes, and what they share. */
@NullMarked
package dev.mainstay.server.http;

import org.jspecify.annotations.NullMarked;
