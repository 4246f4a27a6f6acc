package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.Hiccups;
import dev.mainstay.chaos.history.Operation;
import java.util.Comparator;
import java.util.List;

/**
 * What is known of a run.
 *
 * @param origin what replays it, a {@link dev.mainstay.chaos.faults.Schedule} in words; every
 *     report begins with it
 * @param operations all that clients did, by begin
 * @param strikes the faults that hit, in order
 * @param hiccups when the clients' own process stood still
 */
public record Evidence(
    String origin, List<Operation> operations, List<Strike> strikes, Hiccups hiccups) {

  /** Takes copies, and sorts the operations. */
  public Evidence {
    operations = operations.stream().sorted(Comparator.comparingLong(Operation::begin)).toList();
    strikes = List.copyOf(strikes);
  }

  /** When the last operation ended; 0 where there was none. */
  long end() {
    return operations.stream().mapToLong(Operation::end).max().orElse(0);
  }
}
