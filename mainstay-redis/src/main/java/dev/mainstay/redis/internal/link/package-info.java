/** The one connection to a store: calls with deadlines, heartbeat, start-up checks. */
@NullMarked
package dev.mainstay.redis.internal.link;

import org.jspecify.annotations.NullMarked;
