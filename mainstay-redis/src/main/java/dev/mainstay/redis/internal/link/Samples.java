package dev.mainstay.redis.internal.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Where a primary was lately, and what that proves of a replica.
 *
 * <p>A sample counts from the moment before it was asked for. What the primary had acknowledged by
 * then it had written to its stream before, so it lies behind the position that it then told: a
 * replica that has reached that position has it. No clocks are compared but this process's own with
 * itself, and how long the answer took only makes the sample older than it need be.
 */
final class Samples {
  /** A replica never proves an age below zero, so this is an age that it proves never. */
  static final long UNPROVEN = Long.MAX_VALUE;

  private record Sample(long asked, Position position) {}

  private final int most;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long since;

  /**
   * @param most so many are kept
   * @param now {@code nanoTime}; what was asked for before does not count
   */
  Samples(int most, long now) {
    this.most = most;
    this.since = now;
  }

  /**
   * Takes note of a position; one that was overtaken changes nothing.
   *
   * @param asked {@code nanoTime} before it was asked for
   */
  synchronized void add(long asked, Position position) {
    Sample last = samples.peekLast();
    if (asked - since < 0 || (last != null && asked - last.asked <= 0)) {
      return;
    }
    samples.addLast(new Sample(asked, position));
    if (samples.size() > most) {
      samples.removeFirst();
    }
  }

  /** Forgets all, and what is still on its way. */
  synchronized void forget(long now) {
    since = now;
    samples.clear();
  }

  /** How old the youngest is, in nanoseconds: whoever allows less need not ask a replica. */
  synchronized long youngest(long now) {
    Sample last = samples.peekLast();
    return last == null ? UNPROVEN : now - last.asked;
  }

  /** How old the youngest is that a replica has reached, in nanoseconds; {@link #UNPROVEN}. */
  synchronized long age(Position replica, long now) {
    for (Iterator<Sample> back = samples.descendingIterator(); back.hasNext(); ) {
      Sample sample = back.next();
      if (replica.reaches(sample.position)) {
        return now - sample.asked;
      }
    }
    return UNPROVEN;
  }
}
