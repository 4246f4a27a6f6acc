/** How a value becomes JSON and comes back; the library that does it is found as a service. */
@NullMarked
package dev.mainstay.codec;

import org.jspecify.annotations.NullMarked;
