package dev.mainstay.internal.sessions;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a worker looks for events, and for how long it has what it finds.
 *
 * @param poll about how long from one look at a partition to the next
 * @param hold how long a partition and what it hands out are held
 */
record EventTiming(Duration poll, Duration hold) {
  static final EventTiming USUAL = new EventTiming(Duration.ofSeconds(1), Duration.ofSeconds(5));

  /** Anywhere within the first interval: partitions are looked at evenly over it. */
  long firstPollNanos() {
    return ThreadLocalRandom.current().nextLong(poll.toNanos());
  }

  /**
   * An interval and a quarter at most, three quarters at least, so that nothing falls into step.
   */
  long nextPollNanos() {
    return poll.toNanos() * 3 / 4 + ThreadLocalRandom.current().nextLong(poll.toNanos() / 2);
  }

  /** Three times in a hold, so that a lost one does not matter. */
  long enlistNanos() {
    return hold.toNanos() / 3;
  }

  /** What was not begun so long after it was asked for is given back: its hold is about to end. */
  long patienceNanos() {
    return hold.toNanos() * 4 / 5;
  }
}
