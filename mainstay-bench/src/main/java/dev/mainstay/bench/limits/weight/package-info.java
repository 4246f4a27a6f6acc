/** What a limit takes of the store's memory. */
@NullMarked
package dev.mainstay.bench.limits.weight;

import org.jspecify.annotations.NullMarked;
