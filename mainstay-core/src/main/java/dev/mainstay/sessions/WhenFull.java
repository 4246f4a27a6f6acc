package dev.mainstay.sessions;

/** What happens to a login of a user who is at the limit of sessions. */
public enum WhenFull {
  /** The session that was created first ends, as if revoked. */
  EVICT_OLDEST,
  /** The login is refused with {@link Full}. */
  REJECT
}
