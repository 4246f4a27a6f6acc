/** Caches on Redis: an entry is one string, so that whoever deletes it invalidates it rightly. */
@NullMarked
package dev.mainstay.redis.internal.cache;

import org.jspecify.annotations.NullMarked;
