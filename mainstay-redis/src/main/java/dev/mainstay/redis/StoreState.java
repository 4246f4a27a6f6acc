package dev.mainstay.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How the link to a store is right now.
 *
 * @param condition up, partial, stalled or down
 * @param since when the condition began, on this machine's clock
 * @param lastRoundTrip how long the last answered heartbeat took
 * @param misses heartbeats without an answer, in a row
 * @param detail why, for a log or a health page
 */
public record StoreState(
    Condition condition, Instant since, Duration lastRoundTrip, int misses, String detail) {

  /** The conditions of a link. */
  public enum Condition {
    /** Connected and answering. */
    UP,
    /** Of the servers that share the keys some answer and some do not. */
    PARTIAL,
    /** Connected and silent: heartbeats go unanswered, a new connection is being made. */
    STALLED,
    /** Not connected; a new connection is being made. */
    DOWN;

    /**
     * The word for logs, metrics and events: {@code up}, {@code partial}, {@code stalled} or {@code
     * down}.
     */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
