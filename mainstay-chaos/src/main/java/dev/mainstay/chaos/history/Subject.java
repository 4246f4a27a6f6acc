package dev.mainstay.chaos.history;

/**
 * What an operation is about: a user, or one token of one session of a user.
 *
 * @param user whose it is; empty for an anonymous session
 * @param session the public handle of the session; empty where it is about a user as a whole
 * @param token which of the session's tokens, in the order in which they were given; from 0
 */
public record Subject(String user, String session, int token) {

  /** Nobody in particular. */
  public static final Subject NOBODY = user("");

  /** A user as a whole. */
  public static Subject user(String user) {
    return new Subject(user, "", 0);
  }

  /** A session under its first token. */
  public static Subject session(String user, String session) {
    return new Subject(user, session, 0);
  }

  /** The same session under the token that comes after this one. */
  public Subject nextToken() {
    return new Subject(user, session, token + 1);
  }

  /** Whether it is about one session. */
  public boolean isSession() {
    return !session.isEmpty();
  }

  @Override
  public String toString() {
    return isSession() ? user + "/" + session + "#" + token : user;
  }
}
