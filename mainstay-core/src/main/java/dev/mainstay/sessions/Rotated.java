package dev.mainstay.sessions;

/** What became of a rotation: {@link Renewed}, {@link Lost}, {@link Full} or {@link Gone}. */
public sealed interface Rotated permits Rotated.Renewed, Rotated.Lost, Full, Gone {

  /**
   * The session goes on under a new token.
   *
   * @param token the new secret; it cannot be had again
   * @param session the session; after a login it has a new id
   */
  record Renewed(String token, Session session) implements Rotated {
    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Renewed[session=" + session + "]";
    }
  }

  /** Another request rotates or has rotated this session; its answer carries the new token. */
  record Lost() implements Rotated {}
}
