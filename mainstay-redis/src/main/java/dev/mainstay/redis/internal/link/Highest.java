package dev.mainstay.redis.internal.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The highest count of the last while: one that rises counts at once, one that falls only when
 * nobody has told of more for that long. So a single obsolete opinion lowers nothing.
 *
 * <p>Where nothing at all was told for a while, what counted before that counts as if it were told
 * at its end: who stood still does not know what has changed meanwhile, and says what is obsolete.
 */
final class Highest {
  private final long memory;
  private final long silence;

  /** Lower ones behind higher ones, each as it was told last. */
  private final Deque<Told> told = new ArrayDeque<>();

  private record Told(int count, long at) {}

  private int most;
  private long last;

  /** None yet. */
  Highest(Duration memory, Duration silence, long now) {
    this.memory = memory.toNanos();
    this.silence = silence.toNanos();
    this.last = now;
  }

  /** Takes note of a count, and says which one counts. */
  synchronized int with(int count, long now) {
    if (now - last > silence) {
      add(most, now);
    }
    last = now;
    add(count, now);
    while (now - told.getFirst().at > memory) {
      told.removeFirst();
    }
    most = told.getFirst().count;
    return most;
  }

  private void add(int count, long now) {
    while (!told.isEmpty() && told.getLast().count <= count) {
      told.removeLast();
    }
    told.addLast(new Told(count, now));
  }
}
