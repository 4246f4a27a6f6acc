package dev.mainstay.spi;

import dev.mainstay.sessions.SessionEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What became of sessions, for those that were started under a policy with events. This is a
 * contract: the TCK has a test for each of its sentences.
 *
 * <p>A session that is started is <em>created</em>. One that is revoked <em>ended</em>, when it
 * was; so did one whose namespace was revoked before its end. Every other one <em>expired</em> at
 * its end, after its idle time or its lifetime; which of the two is told for a minute. Created is
 * due at once; so is ended, and in the same atomic step as the revocation, which still needs no
 * memory. Expired, and the end with a namespace, is due when the session is no longer live, however
 * often its end was moved. Each session has one created event, and one that expired or ended.
 *
 * <p>An event that is due stays until it is finished, for seven days at least; the next start in
 * its partition drops what is older. The events of a user are all in the user's partition.
 *
 * <p>Stages fail as those of {@link SessionStore} do.
 */
public interface SessionEventStore {
  /** How many workers of a namespace are known at most. */
  int WORKERS = 1_000;

  /** For so long at most an event that was handed out is not handed out again. */
  Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** For so long events wait for a worker. */
  Duration KEPT = Duration.ofDays(7);

  /**
   * An event in a worker's hands.
   *
   * @param event what happened; redelivered if this is not the first time that it is handed out
   * @param delivery which time it is, from 1
   */
  record Due(SessionEvent event, int delivery) {}

  /** What became of a take. */
  sealed interface Taken {
    /**
     * Events to be handled, which may be none.
     *
     * @param more whether others are due by now
     */
    record Batch(List<Due> events, boolean more) implements Taken {}

    /** Another worker holds the partition. */
    record Held() implements Taken {}
  }

  /**
   * Hands out the events that are due in a partition, up to {@code most}, the earliest first, and
   * holds the partition for the worker. While it is held no other worker is handed anything; a hold
   * lasts {@code hold} from the last take that found something due. What is handed out is due again
   * after {@code hold}, then after twice as long as the time before, up to the longer of {@code
   * hold} and {@link #LONGEST_PAUSE}. Where nothing is due nothing is written and nothing held.
   *
   * @param worker a random name, 1 to 64 characters of base64url
   * @param hold at least 100 ms
   * @param most 1 to 256; sessions that turn out to live count too
   */
  CompletionStage<Taken> take(
      String namespace, int partition, String worker, Duration hold, int most);

  /**
   * Takes the events that were handled off the list; answers how many. Those that were not begun
   * are due at once, as if they had not been handed out. What was handed out again meanwhile stays
   * as it is. Needs no memory.
   */
  CompletionStage<Integer> finish(
      String namespace, int partition, List<Due> handled, List<Due> notBegun);

  /**
   * Tells that a worker is there, until {@code hold} from now, and answers which there are, by
   * name, up to {@link #WORKERS}.
   */
  CompletionStage<List<String>> enlist(String namespace, String worker, Duration hold);

  /** Tells that a worker is there no more; answers which are. */
  CompletionStage<List<String>> leave(String namespace, String worker);
}
