package dev.mainstay.sessions;

import java.util.NoSuchElementException;

/** What became of a start: {@link Ok} or {@link Full}. */
public sealed interface Started permits Started.Ok, Full {

  /** The session lives: {@link Confirmed} or {@link Unconfirmed}. */
  sealed interface Ok extends Started permits Confirmed, Unconfirmed {
    /** The secret that the client keeps; it cannot be had again. */
    @Override
    String token();

    /** The session. */
    Session session();
  }

  /**
   * The session lives, and what had to end for it has ended, whatever fails over.
   *
   * @param token the secret that the client keeps; it cannot be had again
   * @param session the session
   */
  record Confirmed(String token, Session session) implements Ok {
    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Confirmed[session=" + session + "]";
    }
  }

  /**
   * The session lives; not every replica in sync has confirmed the end of the one that was evicted
   * for it. A failover now could bring that one back, and take this one.
   *
   * @param token the secret that the client keeps; it cannot be had again
   * @param session the session
   */
  record Unconfirmed(String token, Session session) implements Ok {
    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Unconfirmed[session=" + session + "]";
    }
  }

  /**
   * The token; for policies that evict, and so never refuse.
   *
   * @throws NoSuchElementException where the start was refused
   */
  default String token() {
    if (this instanceof Ok ok) {
      return ok.token();
    }
    throw new NoSuchElementException("sessions.start was refused: " + this);
  }
}
