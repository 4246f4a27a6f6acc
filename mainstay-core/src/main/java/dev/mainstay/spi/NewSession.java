package dev.mainstay.spi;

import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import org.jspecify.annotations.Nullable;

/**
 * A session to be.
 *
 * @param credential where it goes and the hash of its secret; the id was never used before
 * @param start its user, device and attributes
 * @param policy the rules it lives by
 * @param replaces the id of a session of the same user that ends next and does not count against
 *     the limit; null for none
 */
public record NewSession(
    Credential credential, SessionStart start, SessionPolicy policy, @Nullable String replaces) {}
