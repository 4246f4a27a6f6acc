package dev.mainstay.embedded.internal;

import java.time.Instant;

/**
 * How one store is doing; the words are those of the public status.
 *
 * @param condition one of STARTING, UP, RESTARTING, FAILED, CLOSED
 * @param pid the number of the running child, or 0
 * @param since when the condition began
 * @param restarts how often it was started again
 * @param problem why it is not up, or an empty text
 */
public record Health(Condition condition, long pid, Instant since, int restarts, String problem) {

  /** What a store does. */
  public enum Condition {
    /** It is being started for the first time. */
    STARTING,
    /** It answers. */
    UP,
    /** It died and is being started again. */
    RESTARTING,
    /** Nobody starts it again. */
    FAILED,
    /** It was closed. */
    CLOSED
  }
}
