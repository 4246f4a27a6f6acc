/** JSON values by Jackson 3, found by the core as a service. */
@NullMarked
package dev.mainstay.jackson;

import org.jspecify.annotations.NullMarked;
