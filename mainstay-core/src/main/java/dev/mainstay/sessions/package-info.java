/** Sessions that every replica sees alike: the public API and its values. */
@NullMarked
package dev.mainstay.sessions;

import org.jspecify.annotations.NullMarked;
