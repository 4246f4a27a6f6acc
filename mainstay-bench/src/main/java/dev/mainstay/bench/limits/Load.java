package dev.mainstay.bench.limits;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Callers that take as fast as they are answered. */
@FunctionalInterface
interface Load {
  /** Runs for a time, and until the last of them is answered. */
  Tally run(Duration time);

  /**
   * What they were told.
   *
   * @param nanos from before the first question until after the last answer
   * @param latencies in nanoseconds; null where nobody was timed
   */
  record Tally(long taken, long admitted, long nanos, @Nullable Histogram latencies) {
    double perSecond() {
      return taken / (nanos / 1e9);
    }

    /** In microseconds. */
    @Nullable Double percentile(double percent) {
      return latencies == null ? null : latencies.getValueAtPercentile(percent) / 1e3;
    }
  }
}
