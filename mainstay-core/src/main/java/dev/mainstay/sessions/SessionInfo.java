package dev.mainstay.sessions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a user's device list: a live session without its attributes and without a token.
 *
 * @param id the public handle, which {@link Sessions#revoke(String, String)} takes
 * @param device what the caller said of the device at the start; null where nothing was said
 * @param policy the name of the policy that it was started under
 * @param createdAt when it was started
 * @param lastSeenAt when it was last used, as far as the store was told
 * @param idleExpiresAt when it ends unless it is used
 * @param expiresAt its absolute end
 */
public record SessionInfo(
    String id,
    @Nullable String device,
    String policy,
    Instant createdAt,
    Instant lastSeenAt,
    Instant idleExpiresAt,
    Instant expiresAt) {}
