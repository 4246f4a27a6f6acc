package dev.mainstay.sessions;

/**
 * There is no such live session. A forged token, a wrong secret and a session that ended long ago
 * look alike: {@link Reason#UNKNOWN}.
 *
 * @param reason why, as long as it is remembered ({@link SessionBounds#REMEMBERED})
 */
public record Gone(Reason reason) implements Found, Updated, Rotated {

  /** Why a session is gone. */
  public enum Reason {
    /** Never there, not with this secret, or ended longer than a minute ago. */
    UNKNOWN,
    /** It was not used for its idle time. */
    IDLE,
    /** It reached its absolute lifetime. */
    EXPIRED,
    /** It was ended: a logout, a login that replaced it, an eviction at the limit. */
    REVOKED
  }

  /** Gone without a reason that is known. */
  public static final Gone UNKNOWN = new Gone(Reason.UNKNOWN);
}
