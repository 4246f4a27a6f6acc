/** Sessions in any servlet container, by one filter and no framework. */
@NullMarked
package dev.mainstay.http.servlet;

import org.jspecify.annotations.NullMarked;
