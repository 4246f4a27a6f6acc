/** Where a user begins: {@code Mainstay} is built on an engine and hands out the capabilities. */
@NullMarked
package dev.mainstay;

import org.jspecify.annotations.NullMarked;
