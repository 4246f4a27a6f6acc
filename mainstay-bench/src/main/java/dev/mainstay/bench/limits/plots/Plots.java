package dev.mainstay.bench.limits.plots;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Limit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A plot for each algorithm, all of about ten requests a second. */
final class Plots {
  private static final int PERMITS = 10;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Plots() {}

  /** Each file's name and text. */
  static Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Algorithm algorithm : Algorithm.values()) {
      String name = algorithm.spelled();
      all.put(name + ".svg", DemandPlot.svg(name, Demand.under(limit(algorithm)), PERMITS));
    }
    return all;
  }

  private static Limit limit(Algorithm algorithm) {
    return switch (algorithm) {
      case GCRA -> Limit.gcra(PERMITS, SECOND);
      case FIXED_WINDOW -> Limit.fixedWindow(PERMITS, SECOND);
      case SLIDING_LOG -> Limit.slidingLog(PERMITS, SECOND);
      case SLIDING_COUNTER -> Limit.slidingCounter(PERMITS, SECOND);
      // A small bucket, so that it is seen what the choice does.
      case TOKEN_BUCKET -> Limit.tokenBucket(4, PERMITS, SECOND);
      case LEAKY_QUEUE -> Limit.leakyQueue(PERMITS, SECOND, PERMITS);
      case LEAKY_METER -> Limit.leakyMeter(PERMITS, PERMITS, SECOND);
      case CONCURRENCY -> Limit.concurrency(4, SECOND);
    };
  }
}
