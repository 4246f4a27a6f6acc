package dev.mainstay.limits;

import dev.mainstay.errors.InvalidValueException;

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

  /** The limit's name. */
  String name();

  /** The same operations without waiting. */
  AsyncLimiter async();
}
