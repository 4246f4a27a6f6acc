package dev.mainstay.chaos.history;

/** What a client asks of sessions. */
public enum Verb {
  /** Starts a session. */
  START,
  /** Looks at a session. */
  FIND,
  /** Adds 1 to the counter of a session. */
  UPDATE,
  /** Gives a session a new token and ends the old one at once. */
  ROTATE,
  /** Ends a session and starts another with its attributes, for a user. */
  LOGIN,
  /** Ends a session. */
  REVOKE,
  /** Ends all sessions of a user. */
  REVOKE_ALL,
  /** Lists the sessions of a user. */
  LIST
}
