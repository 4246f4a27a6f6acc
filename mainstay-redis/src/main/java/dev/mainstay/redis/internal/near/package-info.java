/**
 * What near caches and near finds have in common: the server's word, and a place that is bounded.
 */
@NullMarked
package dev.mainstay.redis.internal.near;

import org.jspecify.annotations.NullMarked;
