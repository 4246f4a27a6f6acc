package dev.mainstay.sessions;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A live session, as it was when the store was asked. Instants are of the store's clock, in
 * milliseconds.
 *
 * @param id the public handle, 16 characters; worth nothing to a thief
 * @param user whose it is; null for an anonymous session
 * @param device what the caller said of the device when it was started
 * @param policy the name of the policy that it was started under
 * @param attributes its attributes with their versions
 * @param createdAt when it was started
 * @param lastSeenAt when it was last used, as far as the store was told (a tenth of {@code idle})
 * @param idle the idle time of its policy
 * @param expiresAt its absolute end
 */
public record Session(
    String id,
    @Nullable String user,
    @Nullable String device,
    String policy,
    Attributes attributes,
    Instant createdAt,
    Instant lastSeenAt,
    Duration idle,
    Instant expiresAt) {

  /**
   * When it ends unless it is used: {@code idle} after it was last seen, {@code expiresAt} at most.
   */
  public Instant idleExpiresAt() {
    Instant end = lastSeenAt.plus(idle);
    return end.isBefore(expiresAt) ? end : expiresAt;
  }
}
