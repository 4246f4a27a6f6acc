package dev.mainstay.sessions;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreUnavailableException;
import java.time.Duration;
import java.util.List;

/**
 * The sessions of a namespace, the same for every replica. Safe for many threads.
 *
 * <p>Each method asks the store and waits, never longer than the engine's deadline; where the store
 * does not answer, it throws {@link StoreUnavailableException}. A token of the wrong shape costs no
 * round trip. Names that are not 1 to 512 bytes of UTF-8 are {@link InvalidValueException}s.
 */
public interface Sessions {
  /**
   * Starts a session under this object's policy. One round trip. A user at the limit of sessions is
   * refused, or the oldest session ends, as the policy says, in the same atomic step.
   */
  Started start(SessionStart start);

  /** Starts a session of a user; see {@link #start(SessionStart)}. */
  default Started start(String user, Attributes attributes) {
    return start(SessionStart.of(user).attributes(attributes));
  }

  /**
   * The session that a token leads to. One round trip of one command; one more where the answer is
   * "not there" (why?) or where the token is an old one within its grace. Its use is noted off the
   * path when a tenth of the idle time has passed since it was noted last.
   */
  Found find(String token);

  /**
   * Changes attributes, all of the change or nothing. One round trip. A session that has ended
   * stays so, whatever was in flight.
   *
   * @throws InvalidValueException where an attribute is not of the kind that a step needs, or a
   *     bound would be passed; nothing was written
   */
  Updated update(String token, Change change);

  /**
   * Gives the session a new token. One round trip; a login as another user takes three. Of many
   * rotations of one token at once exactly one is {@link Rotated.Renewed}.
   */
  Rotated rotate(String token, Rotation rotation);

  /** Ends the session of a token. One round trip. False where there was none to end. */
  boolean revoke(String token);

  /**
   * Ends one session of a user by its public handle. One round trip. False where there was none.
   */
  boolean revoke(String user, String id);

  /** Ends all sessions of a user: log out everywhere. One round trip. How many there were. */
  int revokeAll(String user);

  /** Ends all sessions of a user but one. One round trip. How many were ended. */
  int revokeOthers(String user, String exceptId);

  /**
   * Ends every session of the namespace. Answers when no replica lets one of them in any more,
   * which takes the engine on Redis 1.6 s.
   */
  void revokeEverything();

  /**
   * The live sessions of a user, oldest first. One round trip, no session is read; empty where
   * there are none.
   */
  List<SessionInfo> list(String user);

  /**
   * Like {@link #list(String)}, and may lack what was done within the last {@code staleness}, but
   * nothing else: so a replica of the store may answer where it is proved to hold all from before
   * that. Where none is, the primary answers, as always with {@link Duration#ZERO}. One round trip
   * by a replica, or by the primary; two where a replica was asked first and proved too little.
   *
   * <p>Only for what a human looks at: to decide who may come in, {@link #find} asks the primary.
   *
   * @throws InvalidValueException where {@code staleness} is negative
   */
  List<SessionInfo> list(String user, Duration staleness);

  /**
   * Hears from now on of the namespace's sessions that were started under a policy with events:
   * that they were created, expired or ended, each at least once, by one of the processes that
   * subscribe. They share the work, and what one leaves undone when it dies another does. Returns
   * at once; costs a read for each of 256 partitions in a second, shared by the processes.
   *
   * @throws InvalidValueException where this process has a subscription of the namespace already
   */
  Subscription subscribe(SessionListener listener);

  /** The same namespace, starting sessions under another policy. */
  Sessions with(SessionPolicy policy);

  /**
   * The same namespace, its attributes encrypted before the store sees them. {@link #with} keeps
   * that. A change with an increment or an append then takes two round trips a try instead of one,
   * and at most 16 tries, none of them begun later than two seconds after the first; if others came
   * first each time, the answer is {@link Updated.Conflict}.
   */
  Sessions encrypted(Encryption encryption);

  /** The policy that sessions are started under. */
  SessionPolicy policy();

  /** The namespace; sessions of another are unknown here. */
  String namespace();

  /** The same operations without waiting. */
  AsyncSessions async();
}
