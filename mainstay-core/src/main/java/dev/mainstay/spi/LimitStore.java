package dev.mainstay.spi;

import dev.mainstay.limits.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where limits are counted and their rules are kept. This is a contract: the TCK has a test for
 * each of its sentences.
 *
 * <p>Time is the store's, in microseconds. What a limit counts is of the version of the rule that
 * it was last charged by. Whatever was counted is forgotten when all permits are available again.
 *
 * <p>Stages fail as those of {@link SessionStore} do.
 */
public interface LimitStore {

  /**
   * Decides takes, in order, in one atomic step. A take is admitted if it fits every limit, and
   * then every limit counts it; a refused take changes nothing. A call whose charges hold an
   * earlier version than what is counted is superseded; one that finds an earlier version counted
   * is outdated, unless it brings the adoption of exactly that state. What is on an allow list is
   * not counted.
   */
  CompletionStage<Taken> take(TakeCall call);

  /**
   * Whether several takes of these keys may be one call: they are counted in one place. A call
   * about others has one run of one take.
   */
  default boolean isOnePlace(List<LimitKey> keys) {
    return true;
  }

  /** Whether asking takes a trip, so that what is known for sure is not asked for. */
  default boolean isRemote() {
    return false;
  }

  /**
   * How long whoever takes may wait for the decision, whatever is asked for it in turn; empty where
   * no answer is waited for. A call by itself is bounded as all are.
   */
  default Optional<Duration> deadline() {
    return Optional.empty();
  }

  /**
   * What a limit has counted, and of which version, nothing changed; version 0 where it has counted
   * nothing. What lapsed and is to be charged is told beside what is counted.
   *
   * @param version the version of the rule
   */
  CompletionStage<Looked> look(LimitKey key, Limit limit, long version);

  /** What was found, see {@link LimitStore#look}. */
  record Looked(long version, Reading reading) {}

  /**
   * Reserves permits if they fit every limit, in one atomic step; else changes nothing. What is
   * reserved is held as if it were taken, in whatever window, until it is settled or lapses. What
   * lapsed and is to be charged is as if it had been taken then; an adoption charges it once, or
   * keeps all as it is. A reservation of a name that is known already is repeated, by whatever
   * rule.
   */
  CompletionStage<Taken> reserve(List<Charge> charges, long[] costs, Hold hold);

  /**
   * Charges permits of a reservation now, whether they fit or not. With {@code last} what was
   * reserved above them is free, and settling it again, until it would have lapsed, does nothing;
   * else that stays reserved. A reservation that can be settled is superseded or outdated as a call
   * that takes is; a call about several is so as a whole.
   */
  CompletionStage<Taken> settle(List<Charge> charges, String name, long permits, boolean last);

  /** Forgets what a limit has counted. False where it had counted nothing. */
  CompletionStage<Boolean> reset(LimitKey key, Limit limit);

  /**
   * Holds what was taken under a lease of a concurrency limit for another while, zero to give it
   * back. False where it was given back or had lapsed; then nothing changed.
   */
  CompletionStage<Boolean> hold(LimitKey key, String lease, Duration length);

  /**
   * Keys of a limit that begin like this and of which something is counted, as many as are asked
   * for if there are; in no order.
   */
  CompletionStage<List<LimitKey>> keys(String namespace, String limit, String prefix, int most);

  /** The rules of a namespace; empty where they are of the version that is known. */
  CompletionStage<Optional<Catalogue>> catalogue(String namespace, long knownVersion);

  /**
   * Puts and drops rules, so that the catalogue's version is one higher than the expected one.
   * False, and nothing done, where it was of another version.
   */
  CompletionStage<Boolean> publish(
      String namespace, long expectedVersion, List<RuleRecord> put, List<RuleRecord> drop);

  /**
   * Notes that a process lives and answers how many do; one that is not noted for ten seconds does
   * not.
   */
  CompletionStage<Integer> processes(String namespace, String process);
}
