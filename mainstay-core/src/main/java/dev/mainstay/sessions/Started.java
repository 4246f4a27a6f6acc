package dev.mainstay.sessions;

import java.util.NoSuchElementException;

/** What became of a start: {@link Ok} or {@link Full}. */
public sealed interface Started permits Started.Ok, Full {

  /**
   * The session lives.
   *
   * @param token the secret that the client keeps; it cannot be had again
   * @param session the session
   */
  record Ok(String token, Session session) implements Started {
    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Ok[session=" + session + "]";
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
