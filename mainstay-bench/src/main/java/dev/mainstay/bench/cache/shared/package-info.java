/** What processes of one measurement share: a board in memory, and how they are started. */
@NullMarked
package dev.mainstay.bench.cache.shared;

import org.jspecify.annotations.NullMarked;
