package dev.mainstay.sessions;

import dev.mainstay.codec.Names;
import org.jspecify.annotations.Nullable;

/**
 * Why a session gets a new token. The reason decides what becomes of the old one (ASVS 5.0, 7.2.4):
 * after a login or a change of privilege it is dead at once, after a periodic renewal it works for
 * the policy's grace, so that requests in flight are not logged out.
 */
public sealed interface Rotation {

  /**
   * Somebody proved who he is. With a user, a new session with a new id is started for that user,
   * with the attributes of the old one, and the old one ends: three round trips.
   *
   * @param user who it is; null to keep the session's user
   */
  record Login(@Nullable String user) implements Rotation {
    /** Checks that the name is 1 to 512 bytes of UTF-8. */
    public Login {
      if (user != null) {
        Names.check("user", user);
      }
    }
  }

  /** The session's rights changed, as after a second factor. */
  record Privilege() implements Rotation {}

  /** The token was in use for long enough. */
  record Periodic() implements Rotation {}

  /** A login as this user. */
  static Rotation login(String user) {
    return new Login(user);
  }

  /** A change of rights. */
  static Rotation privilege() {
    return new Privilege();
  }

  /** A renewal by the clock. */
  static Rotation periodic() {
    return new Periodic();
  }
}
