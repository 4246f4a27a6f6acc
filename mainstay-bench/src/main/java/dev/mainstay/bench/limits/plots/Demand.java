package dev.mainstay.bench.limits.plots;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The demand that all algorithms are plotted under: quiet traffic, a burst, a burst around the
 * border of two seconds, and two seconds of overload. On a clock that is held, so that it is the
 * same each time.
 */
final class Demand {
  /** Where the plot ends, in milliseconds. */
  static final int END = 8_000;

  /** So long what holds a permit holds it. */
  private static final int WORK = 400;

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private Demand() {}

  /**
   * What became of the requests.
   *
   * @param asked when each was made, in milliseconds
   * @param admitted when each that was let in began, its delay included, in order
   */
  record Outcome(List<Integer> asked, List<Integer> admitted) {}

  /** When requests are made. */
  static List<Integer> instants() {
    List<Integer> at = new ArrayList<>();
    // Below the limit.
    evenly(at, 50, 1_300, 200);
    // A burst in the middle of a second.
    evenly(at, 1_400, 1_600, 10);
    // Twice the limit around a border of two seconds.
    evenly(at, 3_800, 4_000, 20);
    evenly(at, 4_000, 4_200, 20);
    // Three times the limit.
    evenly(at, 5_300, 7_300, 33);
    return at;
  }

  private static void evenly(List<Integer> at, int from, int to, int step) {
    for (int next = from; next < to; next += step) {
      at.add(next);
    }
  }

  /** Lets a limit decide about all of it. */
  static Outcome under(Limit limit) {
    ManualClock clock = new ManualClock(BEGIN);
    List<Integer> admitted = new ArrayList<>();
    Queue<Held> held = new ArrayDeque<>();
    try (Mainstay mainstay = Mainstay.on(MemoryEngine.on(clock))) {
      Limiter limiter = mainstay.limiter("plot", limit);
      int now = 0;
      for (int at : instants()) {
        while (!held.isEmpty() && held.peek().until <= at) {
          Held next = held.remove();
          clock.advance(Duration.ofMillis(next.until - now));
          now = next.until;
          limiter.release("all", next.lease);
        }
        clock.advance(Duration.ofMillis(at - now));
        now = at;
        if (limiter.take("all") instanceof Decision.Allowed allowed) {
          admitted.add(at + (int) allowed.delay().toMillis());
          if (!allowed.lease().isEmpty()) {
            held.add(new Held(at + WORK, allowed.lease()));
          }
        }
      }
    }
    return new Outcome(instants(), admitted.stream().sorted().toList());
  }

  private record Held(int until, String lease) {}
}
