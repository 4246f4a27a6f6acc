package dev.mainstay.bench.reshard;

import dev.mainstay.chaos.faults.Fault;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Outcome;
import java.time.Duration;

/** What an operator does to servers that are in use. */
enum Planned implements Fault {
  /** Moves slots with their keys to another primary: nobody may notice. */
  RESHARD,
  /** Lets a replica take the place of its primary: for a moment nobody is served. */
  FAILOVER;

  /** For so long at most, counted from when the new primary is one. */
  static final Duration GAP = Duration.ofSeconds(1);

  @Override
  public Duration recovery() {
    return GAP;
  }

  @Override
  public boolean explains(Operation operation) {
    return this == FAILOVER && !(operation.outcome() instanceof Outcome.Broken);
  }
}
