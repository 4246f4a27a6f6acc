/**
 * Sessions in hashes of Redis: one hash a session, one index a user, one end record for a minute.
 */
@NullMarked
package dev.mainstay.redis.internal.sessions;

import org.jspecify.annotations.NullMarked;
