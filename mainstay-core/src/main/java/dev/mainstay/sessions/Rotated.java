package dev.mainstay.sessions;

/** What became of a rotation: {@link Renewed}, {@link Lost}, {@link Full} or {@link Gone}. */
public sealed interface Rotated permits Rotated.Renewed, Rotated.Lost, Full, Gone {

  /** The session goes on under a new token: {@link Confirmed} or {@link Unconfirmed}. */
  sealed interface Renewed extends Rotated permits Confirmed, Unconfirmed {
    /** The new secret; it cannot be had again. */
    String token();

    /** The session; after a login it has a new id. */
    Session session();
  }

  /**
   * The session goes on under a new token, and no failover brings the old one back.
   *
   * @param token the new secret; it cannot be had again
   * @param session the session; after a login it has a new id
   */
  record Confirmed(String token, Session session) implements Renewed {
    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Confirmed[session=" + session + "]";
    }
  }

  /**
   * The session goes on under a new token; not every replica in sync has confirmed that the old one
   * is dead, so a failover now could bring it back, and the new one could be lost. Give the new one
   * to the client; to be sure of the end of the old one, rotate once more.
   *
   * @param token the new secret; it cannot be had again
   * @param session the session; after a login it has a new id
   */
  record Unconfirmed(String token, Session session) implements Renewed {
    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Unconfirmed[session=" + session + "]";
    }
  }

  /** Another request rotates or has rotated this session; its answer carries the new token. */
  record Lost() implements Rotated {}
}
