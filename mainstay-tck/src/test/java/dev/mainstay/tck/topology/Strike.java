package dev.mainstay.tck.topology;

import dev.mainstay.chaos.faults.Fault;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Outcome;
import java.time.Duration;

/** What happens to a primary; until another serves, a call may fail by it. */
enum Strike implements Fault {
  /** It is killed. */
  KILL,
  /** It stands still, and wakes when another has taken its place. */
  STALL,
  /** Its replicas lose their link, it is asked on for a while, and then it is killed. */
  LAGGING_KILL;

  /**
   * A former primary that woke is listed as a replica and takes itself for a primary, for ten
   * seconds: until it follows, revocations are not confirmed.
   */
  @Override
  public Duration recovery() {
    return Duration.ofSeconds(this == STALL ? 12 : 2);
  }

  @Override
  public boolean explains(Operation operation) {
    return !(operation.outcome() instanceof Outcome.Broken);
  }
}
