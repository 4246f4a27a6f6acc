/** What Mainstay throws: for broken systems and broken callers, never for absence. */
@NullMarked
package dev.mainstay.errors;

import org.jspecify.annotations.NullMarked;
