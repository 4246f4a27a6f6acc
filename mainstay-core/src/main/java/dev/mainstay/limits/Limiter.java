package dev.mainstay.limits;

import dev.mainstay.errors.InvalidValueException;
import java.time.Duration;

/**
 * One limit, the same for every replica. Safe for many threads.
 *
 * <p>A take costs one round trip, less where many take of one key at once: they share one. It never
 * waits longer than the engine's deadline and never throws because the store does not answer: the
 * answer is {@link Decision.Undecided} then.
 */
public interface Limiter {
  /** Takes one permit for a key. */
  Decision take(String key);

  /** Takes permits for a key, all of them or none. */
  Decision take(String key, long cost);

  /** Takes what says so itself; needed where the rule counts within a scope. */
  Decision take(Take take);

  /**
   * Takes permits, and where they do not fit now, waits until they do: in turn with the others of
   * this process that wait for the same key, and no longer than {@code patience}. The answer is
   * {@link Decision.Denied} where that is not long enough, at once if it never can be. Whose turn
   * does not come in time is told what the first of those who wait was told last: how the limit
   * stood, and after how long that one will be let in.
   *
   * @param patience an hour at most; zero or less is not to wait
   */
  Decision acquire(String key, long cost, Duration patience);

  /**
   * Gives back what an {@link Decision.Allowed} of a {@link Algorithm#CONCURRENCY} limit holds. One
   * round trip. False where it was given back or had lapsed.
   */
  boolean release(String key, String lease);

  /**
   * Holds on to it for another lease. One round trip. False where it was given back or had lapsed:
   * then others may hold it.
   */
  boolean renew(String key, String lease);

  /** A take of this limit, for {@link Limits#take}. */
  default Take of(String key) {
    return Take.of(name(), key);
  }

  /**
   * How the limit stands for a key, nothing taken. One round trip.
   *
   * @throws InvalidValueException where nobody defined the limit
   */
  Standing state(String key);

  /** Forgets what was taken for a key. One round trip. False where nothing was. */
  boolean reset(String key);

  /**
   * The same limit, for keys so hot that even a shared call is too much: permits are reserved in
   * chunks, from which this process then takes without asking. What is left of a chunk is given
   * back after {@code hold}. Never more are let in than the limit says; fewer may be, as long as
   * others hold chunks that they do not use: at most {@code chunk} permits a process for {@code
   * hold}, and for two seconds more where a process is killed, whose chunk counts as used.
   *
   * <p>A take of more than {@code chunk} permits, and one within a scope, asks as ever. {@link
   * Standing#remaining} is what was left in the store when the chunk was reserved.
   *
   * @param chunk how many permits are reserved at once; at least 1, and for fairness no more than a
   *     small part of the limit
   * @param hold how long they are held; 10 ms to 10 s
   */
  Limiter inChunks(long chunk, Duration hold);

  /** The limit's name. */
  String name();

  /** The same operations without waiting. */
  AsyncLimiter async();
}
