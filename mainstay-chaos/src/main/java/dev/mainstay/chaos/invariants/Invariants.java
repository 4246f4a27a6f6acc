package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Verb;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What has to hold of sessions, whatever happens to the store. Each is looked for in a history by
 * itself; together with the history they are all that a run needs to be judged.
 */
public final class Invariants {
  /** What a call may take beyond its deadline. */
  public static final Duration SLACK = Duration.ofMillis(50);

  private Invariants() {}

  /**
   * What holds of every session on every store: acknowledged revocations stand, what was seen gone
   * stays so, sessions that nobody ended stay, counters count each increment once, identities are
   * right, failures are typed.
   *
   * @param losses what the store may lose in a failover
   * @param late how long after its client gave up an operation may still be done
   */
  public static List<Invariant> ofSessions(Losses losses, Duration late) {
    return List.of(
        revocationsStand(),
        new GoneStaysGone(losses),
        new SessionsStay(losses, late),
        new CountersCount(losses),
        new IdentitiesAreRight(),
        new FailuresAreOurs());
  }

  /** Nothing that began after a revocation was acknowledged finds the session alive. */
  public static Invariant revocationsStand() {
    return new RevocationsStand();
  }

  /**
   * As {@link #revocationsStand}, of looks only that began outside of all strikes: stale answers of
   * a former primary are left out, and what is found alive was undone.
   */
  public static Invariant revocationsAreNotUndone() {
    return new RevocationsAreNotUndone();
  }

  /**
   * No call takes longer than its deadline and {@link #SLACK}; those during a hiccup of the client
   * are left out and counted.
   *
   * @param deadlines what the deadlines of the store's calls behind a verb add up to
   */
  public static Invariant deadlinesHold(Function<Verb, Duration> deadlines) {
    return new DeadlinesHold(deadlines, SLACK);
  }

  /**
   * After each fault, no more than this time passes without an answer.
   *
   * @param group who shares a server; each such group is looked at by itself
   */
  public static Invariant gapsAreShort(Duration bar, Function<Operation, String> group) {
    return new Gaps(bar, group);
  }

  /**
   * The same where only one group's server is struck, and the others are to notice next to nothing.
   *
   * @param bar how long each group may wait
   */
  public static Invariant gapsAreShort(
      Function<String, Duration> bar, Function<Operation, String> group) {
    return new Gaps("each group may wait", bar, group);
  }

  /**
   * What {@link #gapsAreShort(Duration, Function)} measures: the longest gap after each strike, in
   * their order.
   */
  public static List<Duration> gaps(Evidence evidence, Function<Operation, String> group) {
    return Gaps.measure(evidence, group);
  }

  /** Whatever is not answered was on its way during a fault that explains it. */
  public static Invariant failuresHaveACause() {
    return new FailuresHaveACause();
  }

  /**
   * Nobody is answered while the store cannot be reached; for faults that cut everybody off from
   * it.
   */
  public static Invariant nobodyIsAnsweredMeanwhile() {
    return new NobodyIsAnsweredMeanwhile();
  }

  /** Each client has an answer within the recovery of each fault. */
  public static Invariant everybodyIsServedAgain() {
    return new EverybodyIsServedAgain();
  }

  /**
   * No key is without a time to live.
   *
   * @param endless looks for those that are, when the run is checked
   */
  public static Invariant nothingIsEndless(Supplier<List<String>> endless) {
    return Invariant.left("nothing is endless", "Every key has a time to live.", endless);
  }
}
