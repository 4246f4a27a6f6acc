package dev.mainstay.redis.internal.link;

import java.time.Duration;

/**
 * The highest count of the last while: one that rises counts at once, one that falls only when
 * nobody has told of more for that long. So a single obsolete opinion lowers nothing.
 */
final class Highest {
  private final long memory;
  private int most;
  private long seen;

  /** None yet. */
  Highest(Duration memory, long now) {
    this.memory = memory.toNanos();
    this.seen = now;
  }

  /** Takes note of a count, and says which one counts. */
  synchronized int with(int count, long now) {
    if (count >= most || now - seen > memory) {
      most = count;
      seen = now;
    }
    return most;
  }
}
