/** Limits on Redis: a script decides, and everything that it needs comes with it. */
@NullMarked
package dev.mainstay.redis.internal.limits;

import org.jspecify.annotations.NullMarked;
