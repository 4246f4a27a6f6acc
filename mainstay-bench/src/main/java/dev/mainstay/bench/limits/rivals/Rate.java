package dev.mainstay.bench.limits.rivals;

import java.time.Duration;

/** So many permits in a time, all of them at once if need be; for whoever has a word for that. */
public record Rate(long permits, Duration per) {

  /**
   * The most that a bucket of this rate may let in within a time, rounded up: what it holds, and
   * what comes back meanwhile. A limit of a sliding window lets in no more than that either.
   */
  public long bound(long nanos) {
    return permits + (long) Math.ceil((double) permits * nanos / per.toNanos());
  }
}
