package dev.mainstay.embedded.internal.topology;

import dev.mainstay.errors.StoreFaultException;
import java.time.Duration;
import java.util.Optional;

/** Waits for something to be as wanted, and says what was not. */
final class Waiting {
  private static final long PAUSE_MILLIS = 10;

  private Waiting() {}

  /** What is looked at again and again. */
  @FunctionalInterface
  interface Look {
    /** What is not yet as wanted, for people; empty when all is. */
    Optional<String> problem();
  }

  /**
   * Looks until there is no problem, every 10 ms.
   *
   * @throws StoreFaultException with the last problem when the time is over, or when interrupted
   */
  static void until(String operation, Duration patience, Look look) {
    long end = System.nanoTime() + patience.toNanos();
    Optional<String> problem = look.problem();
    while (problem.isPresent()) {
      if (System.nanoTime() > end) {
        throw new StoreFaultException(
            operation, "after " + patience + " still: " + problem.get(), null);
      }
      pause(operation, Duration.ofMillis(PAUSE_MILLIS));
      problem = look.problem();
    }
  }

  /** Waits for a time. */
  static void pause(String operation, Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreFaultException(operation, "interrupted while waiting", e);
    }
  }
}
