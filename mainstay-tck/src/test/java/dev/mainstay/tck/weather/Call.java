package dev.mainstay.tck.weather;

import java.time.Duration;

/**
 * One call of a caller, in {@code nanoTime}.
 *
 * @param detail {@code unavailable} or the store's code of refusal; empty for a call that went well
 */
record Call(int caller, String operation, long begin, long end, Outcome outcome, String detail) {

  /** How it ended: done, surely not done, or nobody knows. */
  enum Outcome {
    OK,
    FAILED,
    UNKNOWN
  }

  /** What the deadlines of the store's calls behind it add up to. */
  Duration deadline() {
    return switch (operation) {
      case "find", "list" -> Duration.ofMillis(250);
      case "login" -> Duration.ofMillis(1_500);
      default -> Duration.ofMillis(500);
    };
  }

  boolean overlaps(long from, long to) {
    return begin - to <= 0 && from - end <= 0;
  }

  long nanos() {
    return end - begin;
  }
}
