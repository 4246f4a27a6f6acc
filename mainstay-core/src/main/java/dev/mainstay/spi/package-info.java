/** The waist: what an engine gives, in the words of the domain. */
@NullMarked
package dev.mainstay.spi;

import org.jspecify.annotations.NullMarked;
