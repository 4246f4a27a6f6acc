package dev.mainstay.spi;

import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Fence;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.Updated;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where sessions are kept. This is a contract: the TCK has a test for each of its sentences.
 *
 * <p>Time is the store's, in milliseconds. A session's <em>end</em> is the earlier of <em>last seen
 * + idle</em> and <em>created + lifetime</em>. A session is <em>live</em> while the store's clock
 * is not past its end, it was not revoked, and it was started after the last revocation of its
 * namespace. A session that is not live never becomes live again.
 *
 * <p>A credential <em>proves</em> a session if its hash is the session's current one, or the one
 * before while a grace lasts. A session that ended tells why to a credential of its last hash, for
 * a minute; one whose namespace was revoked tells so until its own end would have come. Every other
 * question is answered {@code UNKNOWN}.
 *
 * <p>Stages fail with {@link dev.mainstay.errors.StoreUnavailableException} where the store does
 * not answer, with {@link dev.mainstay.errors.StoreRefusedException} where it refuses writes, and
 * with {@link dev.mainstay.errors.StoreFaultException} where what it says makes no sense.
 */
public interface SessionStore {

  /**
   * The same store with another fence; without being told it is {@link Fence#IN_SYNC}. With it, an
   * engine with replicas acknowledges a revocation when every replica that could take the place of
   * the primary has it: {@link #revoke}, a {@link #settle} that ends, a {@link #turn} without a
   * grace, and a {@link #start} that evicts. Those that it cannot confirm in time are done and
   * answer so, or fail with {@link dev.mainstay.errors.UnconfirmedException}; saying them again is
   * safe, and confirms what the first time did.
   */
  default SessionStore fenced(Fence fence) {
    return this;
  }

  /** What became of a start. */
  sealed interface Creation {
    /** The session lives. */
    record Created(Session session) implements Creation {}

    /** The session lives; the end of those evicted for it was not confirmed. */
    record Unconfirmed(Session session) implements Creation {}

    /** The user is at the limit; nothing was written. */
    record AtLimit(int limit) implements Creation {}
  }

  /** What became of a new secret. */
  sealed interface Turn {
    /** The new hash is the session's own. */
    record Turned(Session session) implements Turn {}

    /** The new hash is the session's own; the end of the old one was not confirmed. */
    record Unconfirmed(Session session) implements Turn {}

    /** Another turn or a claim came first; nothing was written. */
    record Lost() implements Turn {}

    /** There is no such live session; nothing was written. */
    record Ended(Gone gone) implements Turn {}
  }

  /** What became of a claim. */
  sealed interface Claim {
    /** The session is held for the claimant. */
    record Held(Session session) implements Claim {}

    /** Another claim or a turn came first; nothing was written. */
    record Lost() implements Claim {}

    /** There is no such live session; nothing was written. */
    record Ended(Gone gone) implements Claim {}
  }

  /**
   * Starts a session. Its attributes get version 1. Where the user has as many live sessions as the
   * policy allows (the one it replaces left out), the session is refused, or those created first
   * end as revoked until there is room. One atomic step. What a policy with events adds is said in
   * {@link SessionEventStore}.
   */
  CompletionStage<Creation> start(NewSession session);

  /** The live session that the credential proves, else why it is gone. Writes nothing. */
  CompletionStage<Found> find(Credential credential);

  /**
   * The same, and the session is watched from before it is read on: see {@link Proofs}. The watch
   * ends with whatever is written to the session, a touch too. Unless a live session is answered
   * whose current hash the credential holds, the watch has ended by then. The end of the session's
   * time is not told, and neither is that of its namespace: see {@link SessionInvalidations}.
   */
  CompletionStage<Found> find(Credential credential, Watch watch);

  /**
   * Notes that a live session was used {@code ago} before now: its last-seen instant moves there
   * and its end with it. Does nothing and answers false where the session ended, or where less than
   * a tenth of its idle time would be gained. One whose namespace was revoked may be noted, and
   * stays dead.
   */
  CompletionStage<Boolean> touch(SessionKey key, Duration ago);

  /**
   * Changes attributes of the live session that the credential proves, all or nothing, and notes
   * its use. Each attribute that is written gets the session's next version, one higher than any
   * before; removing what is not there and putting what is there write nothing. Where an expected
   * version differs the answer is a conflict. Where an attribute is not of the kind that a step
   * needs, or a bound would be passed, the stage fails with {@link
   * dev.mainstay.errors.InvalidValueException}. A session that is claimed counts as revoked.
   */
  CompletionStage<Updated> update(Credential credential, Change change);

  /**
   * Makes {@code next} the hash of the live session whose current hash the credential holds, and
   * notes its use. For {@code grace} the old hash proves the session too; any earlier one does not.
   * With a grace hash, or while a claim lasts, the answer is lost.
   */
  CompletionStage<Turn> turn(Credential credential, SecretHash next, Duration grace);

  /**
   * Holds the live session whose current hash the credential holds for a claimant, so that exactly
   * one login goes on from it. While it is held it is found, and neither changed, turned nor
   * claimed by another. A claim that is not settled within {@code hold} is forgotten.
   *
   * @param claim the claimant's random name, 1 to 64 characters of base64url
   */
  CompletionStage<Claim> claim(Credential credential, String claim, Duration hold);

  /**
   * Ends a claim: with {@code end} the session ends as revoked, else it goes on as before. False
   * where the session ended or is not held by this claimant, whose hold may have passed.
   */
  CompletionStage<Boolean> settle(SessionKey key, String claim, boolean end);

  /**
   * Ends live sessions as revoked and answers how many. For a namespace the answer is 0, and comes
   * when no engine on the same store lets one of its sessions in any more. Revoking a session needs
   * no memory: it works where the store refuses to grow.
   */
  CompletionStage<Integer> revoke(Revocation revocation);

  /**
   * The live sessions of a user, by creation and then by id; empty where there are none. The answer
   * lacks nothing that was acknowledged {@code staleness} before it came or earlier; with zero it
   * lacks nothing that was acknowledged before the call. It is never negative here.
   */
  CompletionStage<List<SessionInfo>> list(String namespace, String user, Duration staleness);
}
