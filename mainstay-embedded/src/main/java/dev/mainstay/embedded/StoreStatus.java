package dev.mainstay.embedded;

import java.time.Instant;

/**
 * How one embedded store is doing.
 *
 * @param condition what it does now
 * @param pid the process id of the running child, or 0
 * @param since when the condition began
 * @param restarts how often the child died and was started again
 * @param problem why it is not up, or an empty text
 */
public record StoreStatus(
    Condition condition, long pid, Instant since, int restarts, String problem) {

  /** What an embedded store does. */
  public enum Condition {
    /** It is being started for the first time. */
    STARTING,
    /** It answers. */
    UP,
    /** It died and is being started again. */
    RESTARTING,
    /** It kept dying, or its data is damaged: nobody starts it again. */
    FAILED,
    /** It was closed. */
    CLOSED
  }
}
