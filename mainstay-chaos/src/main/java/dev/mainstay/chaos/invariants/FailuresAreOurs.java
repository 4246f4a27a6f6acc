package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Outcome;
import java.util.List;

/** What goes wrong is told in the words that callers are prepared for. */
final class FailuresAreOurs implements Invariant {
  @Override
  public String name() {
    return "failures are typed";
  }

  @Override
  public String says() {
    return "What is not answered fails as unavailable or refused, and in no other way.";
  }

  @Override
  public Finding check(Evidence evidence) {
    List<Operation> failures =
        evidence.operations().stream().filter(it -> !it.outcome().isOk()).toList();
    List<Violation> violations =
        failures.stream()
            .filter(it -> it.outcome() instanceof Outcome.Broken)
            .map(it -> Violation.of(it, "%s: %s".formatted(it.verb(), it.outcome().why())))
            .toList();
    return finding(failures.size(), violations, "");
  }
}
