package dev.mainstay.errors;

import java.time.Duration;

/**
 * What was to end has ended, on the store's primary; some replica that may take the primary's place
 * does not have it yet. Should the primary be lost now, it may come back to life. Saying it again
 * is safe, and ends well as soon as the replicas keep up or the topology has given them up.
 */
public final class UnconfirmedException extends StoreUnavailableException {
  private static final long serialVersionUID = 1L;

  /**
   * @param operation what was done, as in {@code sessions.revoke}
   */
  public UnconfirmedException(String operation) {
    super(
        operation,
        "done, and not confirmed by every replica in sync: a failover now could undo it; repeat it"
            + " until it is, and look at the replicas",
        Applied.YES,
        Duration.ofSeconds(1),
        null);
  }
}
