package dev.mainstay.bench.failover;

import dev.mainstay.chaos.faults.Fault;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Outcome;
import java.time.Duration;

/** What happens to a primary. */
public enum Blow implements Fault {
  /** It is killed, and started again when another one serves. */
  KILL,
  /** It stands still for some seconds, and then takes itself for the primary still. */
  STALL,
  /**
   * Its replicas stand still and lose their link to it, it is asked on for half a second, and then
   * it is killed: what it acknowledged meanwhile no replica has.
   */
  LAGGING_KILL;

  @Override
  public Duration recovery() {
    return Duration.ofSeconds(2);
  }

  @Override
  public boolean explains(Operation operation) {
    return !(operation.outcome() instanceof Outcome.Broken);
  }
}
