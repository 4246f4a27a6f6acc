/** What is logged: one line of JSON or text for each event, on standard error, without secrets. */
@NullMarked
package dev.mainstay.server.logs;

import org.jspecify.annotations.NullMarked;
