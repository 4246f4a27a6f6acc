package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.Operation;
import java.util.ArrayList;
import java.util.List;

/** Whoever cannot ask the store knows nothing, and says so. */
final class NobodyIsAnsweredMeanwhile implements Invariant {
  @Override
  public String name() {
    return "nobody is answered meanwhile";
  }

  @Override
  public String says() {
    return "What begins and ends while the store cannot be reached is not answered.";
  }

  @Override
  public Finding check(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    long chances = 0;
    for (Strike strike : evidence.strikes()) {
      List<Operation> meanwhile =
          evidence.operations().stream()
              .filter(it -> it.begin() > strike.begin() && it.end() < strike.end())
              .toList();
      chances += meanwhile.size();
      meanwhile.stream()
          .filter(it -> it.outcome().isOk())
          .map(it -> Violation.of(it, "%s was answered without the store".formatted(it.verb())))
          .forEach(violations::add);
    }
    return finding(chances, violations, "");
  }
}
