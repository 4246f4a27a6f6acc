package dev.mainstay.sessions;

/** What becomes of an encrypted attribute that cannot be read: damaged, moved, of no live key. */
public enum WhenUnreadable {
  /** It is as if it were absent; a change may write it anew. The rest of the session goes on. */
  DROP,
  /** Its session ends as revoked. */
  END
}
