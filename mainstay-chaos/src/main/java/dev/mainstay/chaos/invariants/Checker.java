package dev.mainstay.chaos.invariants;

import java.util.ArrayList;
import java.util.List;

/** Holds a run against invariants. A value. */
public final class Checker {
  private final List<Invariant> invariants;

  private Checker(List<Invariant> invariants) {
    this.invariants = invariants;
  }

  /** With these invariants. */
  public static Checker of(List<Invariant> invariants) {
    return new Checker(List.copyOf(invariants));
  }

  /** With one more. */
  public Checker and(Invariant invariant) {
    List<Invariant> more = new ArrayList<>(invariants);
    more.add(invariant);
    return of(more);
  }

  /** Looks at a run. It takes about a second for a million operations. */
  public Verdict check(Evidence evidence) {
    return new Verdict(evidence, invariants.stream().map(each -> each.check(evidence)).toList());
  }
}
