package dev.mainstay.chaos.invariants;

import java.util.List;

/**
 * What became of an invariant in a run.
 *
 * @param name what it is called
 * @param says what it says
 * @param opportunities how often it could have been violated; one that never could was not tested
 * @param violations how it was violated, in the order of the run
 * @param note what else was counted, for people; may be empty
 */
public record Finding(
    String name, String says, long opportunities, List<Violation> violations, String note) {
  /** Takes a copy. */
  public Finding {
    violations = List.copyOf(violations);
  }

  /** Whether nothing violated it. */
  public boolean holds() {
    return violations.isEmpty();
  }
}
