/**
 * HTTP semantics without I/O: the session cookie, CSRF, problem details, times and ids as HTTP
 * spells them.
 */
@NullMarked
package dev.mainstay.http;

import org.jspecify.annotations.NullMarked;
