/** The only place that spells a key. */
@NullMarked
package dev.mainstay.redis.internal.keys;

import org.jspecify.annotations.NullMarked;
