package dev.mainstay.chaos;

import java.time.Duration;

/**
 * How an engine misbehaves: an immutable value, in which each method gives a changed copy. Shares
 * are of all calls, 0 to 1, each drawn by itself; the calls that are refused, lost before or lost
 * after are told apart in this order, so that one call meets at most one of the three.
 *
 * @param seed decides which calls are hit: the same seed hits the same ones, counted in the order
 *     in which they are made
 * @param refusals the share of writes that the store refuses, as a replica does; reads go on
 * @param lostRequests the share of calls that never reach the store: unavailable, not applied
 * @param lostReplies the share of calls that the store does and of which nobody hears: unavailable,
 *     and whether it was applied is unknown
 * @param delays the share of calls that take longer
 * @param delay how much longer, at most; how much exactly is drawn
 */
public record Chaos(
    long seed,
    double refusals,
    double lostRequests,
    double lostReplies,
    double delays,
    Duration delay) {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** Checks that shares are 0 to 1, and that a delay is at most a minute. */
  public Chaos {
    share("refusals", refusals);
    share("lostRequests", lostRequests);
    share("lostReplies", lostReplies);
    share("delays", delays);
    if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("delay: " + delay + " is not within 0 to " + LONGEST);
    }
  }

  /** No chaos yet, by a seed. */
  public static Chaos seed(long seed) {
    return new Chaos(seed, 0, 0, 0, 0, Duration.ZERO);
  }

  /** With this share of writes refused as {@code READONLY}. */
  public Chaos refusals(double share) {
    return new Chaos(seed, share, lostRequests, lostReplies, delays, delay);
  }

  /** With this share of calls lost on their way to the store. */
  public Chaos lostRequests(double share) {
    return new Chaos(seed, refusals, share, lostReplies, delays, delay);
  }

  /** With this share of calls done, and their replies lost. */
  public Chaos lostReplies(double share) {
    return new Chaos(seed, refusals, lostRequests, share, delays, delay);
  }

  /** With this share of calls delayed, by up to so long. */
  public Chaos delays(double share, Duration most) {
    return new Chaos(seed, refusals, lostRequests, lostReplies, share, most);
  }

  private static void share(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + ": " + share + " is not within 0 to 1");
    }
  }
}
