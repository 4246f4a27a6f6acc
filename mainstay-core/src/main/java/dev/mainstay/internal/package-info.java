/** What the capabilities share and nobody else sees. */
@NullMarked
package dev.mainstay.internal;

import org.jspecify.annotations.NullMarked;
