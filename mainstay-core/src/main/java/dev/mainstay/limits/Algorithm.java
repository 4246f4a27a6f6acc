package dev.mainstay.limits;

import dev.mainstay.errors.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;

/** How a limit counts. {@code docs/limits.md} has a section and a plot for each. */
public enum Algorithm {
  /**
   * Generic cell rate algorithm (ITU-T I.371): permits come back evenly, one each {@code per /
   * permits}; {@code burst} of them may be taken at once. One number of state. The default.
   */
  GCRA,
  /** So many in each window of the clock; up to twice as many around a border of two windows. */
  FIXED_WINDOW,
  /** So many in any window, to the microsecond; remembers each admitted request. */
  SLIDING_LOG,
  /**
   * Two fixed windows, the earlier one weighted by how much of it the sliding window still covers.
   * Constant size; within any sliding window at most twice the permits, exact for even traffic.
   */
  SLIDING_COUNTER,
  /** A bucket of {@code burst} tokens, refilled evenly. Decides as {@link #GCRA} does. */
  TOKEN_BUCKET,
  /**
   * A queue that drains evenly: a request is admitted with a delay, and refused where {@code burst}
   * of them wait already.
   */
  LEAKY_QUEUE,
  /** A bucket of {@code burst} that leaks evenly. Decides as {@link #GCRA} does. */
  LEAKY_METER,
  /**
   * So many at the same time: a permit is held until it is given back, or until {@code per} has
   * passed since it was taken or renewed, as when its holder crashed.
   */
  CONCURRENCY;

  /** Its name in YAML and HTTP, as in {@code sliding-log}. */
  public String spelled() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The algorithm of a name in YAML and HTTP. */
  public static Algorithm of(String spelled) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.spelled().equals(spelled))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "algorithm",
                    "'"
                        + spelled
                        + "' is none of "
                        + String.join(
                            ", ", Arrays.stream(values()).map(Algorithm::spelled).toList())));
  }

  /** Whether permits come back evenly, so that a burst is a choice of its own. */
  public boolean isPaced() {
    return this == GCRA || this == TOKEN_BUCKET || this == LEAKY_METER || this == LEAKY_QUEUE;
  }
}
