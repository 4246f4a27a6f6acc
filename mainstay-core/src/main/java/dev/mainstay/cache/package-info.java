/**
 * Caches that never serve what was invalidated, the same for every replica.
 *
 * <p>{@code get} answers what is cached, or loads it; {@code look} only looks; {@code put} stores;
 * {@code invalidate} drops; {@code mutate} writes the source. All of them wait; the same with
 * stages are on {@link dev.mainstay.cache.AsyncCache}.
 */
@NullMarked
package dev.mainstay.cache;

import org.jspecify.annotations.NullMarked;
