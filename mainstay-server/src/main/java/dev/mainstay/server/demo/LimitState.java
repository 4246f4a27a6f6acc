package dev.mainstay.server.demo;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** A limit of each algorithm, as a small API asks it: 100 in a day, all of them at once. */
final class LimitState {
  /** How many are let in. */
  static final int PERMITS = 100;

  /** So long that none comes back while the demo runs. */
  private static final Duration PER = Duration.ofDays(1);

  private static final String KEY = "everybody";

  private final Map<Algorithm, Limiter> limiters = new EnumMap<>(Algorithm.class);

  /** Counts wherever that keeps its state. */
  LimitState(Mainstay mainstay) {
    for (Algorithm algorithm : Algorithm.values()) {
      limiters.put(algorithm, mainstay.limiter(algorithm.spelled(), limit(algorithm)));
    }
  }

  /** Whether a request may go on; one more that is counted. */
  boolean lets(Algorithm algorithm) {
    return Objects.requireNonNull(limiters.get(algorithm)).take(KEY).allowed();
  }

  private static Limit limit(Algorithm algorithm) {
    return switch (algorithm) {
      case GCRA -> Limit.gcra(PERMITS, PER);
      case FIXED_WINDOW -> Limit.fixedWindow(PERMITS, PER);
      case SLIDING_LOG -> Limit.slidingLog(PERMITS, PER);
      case SLIDING_COUNTER -> Limit.slidingCounter(PERMITS, PER);
      case TOKEN_BUCKET -> Limit.tokenBucket(PERMITS, PERMITS, PER);
      // One goes on at once, and the others wait.
      case LEAKY_QUEUE -> Limit.leakyQueue(PERMITS, PER, PERMITS - 1);
      case LEAKY_METER -> Limit.leakyMeter(PERMITS, PERMITS, PER);
      case CONCURRENCY -> Limit.concurrency(PERMITS, PER);
    };
  }
}
