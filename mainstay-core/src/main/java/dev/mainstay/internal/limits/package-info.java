/** Limits on any store: rules held under a lease, takes combined, silence decided. */
@NullMarked
package dev.mainstay.internal.limits;

import org.jspecify.annotations.NullMarked;
