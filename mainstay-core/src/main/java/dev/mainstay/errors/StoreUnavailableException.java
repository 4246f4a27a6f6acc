package dev.mainstay.errors;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The store did not answer within the deadline, is disconnected, or the queue towards it is full. A
 * write that ended so may or may not have been applied: see {@link #applied()}.
 */
public class StoreUnavailableException extends MainstayException {
  private static final long serialVersionUID = 1L;
  private final Applied applied;
  private final Duration retryAfter;

  /** What is known of the effect of the call that failed. */
  public enum Applied {
    /** The call was not sent, or the store said that it did nothing. */
    NO,
    /** The call was sent and no answer came. */
    UNKNOWN,
    /** The store did it; what failed came afterwards. */
    YES
  }

  /**
   * @param operation what was attempted, as in {@code sessions.find}
   * @param problem what went wrong and what to look at
   * @param applied what is known of the effect
   * @param retryAfter when trying again makes sense
   */
  public StoreUnavailableException(
      String operation,
      String problem,
      Applied applied,
      Duration retryAfter,
      @Nullable Throwable cause) {
    super(operation + ": " + problem, cause);
    this.applied = applied;
    this.retryAfter = retryAfter;
  }

  /** What is known of the effect of the call. */
  public final Applied applied() {
    return applied;
  }

  /** When trying again makes sense. */
  public final Duration retryAfter() {
    return retryAfter;
  }
}
