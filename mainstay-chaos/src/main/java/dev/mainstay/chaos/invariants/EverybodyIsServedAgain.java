package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An outage ends for all, not for most. */
final class EverybodyIsServedAgain implements Invariant {
  @Override
  public String name() {
    return "everybody is served again";
  }

  @Override
  public String says() {
    return "Each client that asks is answered between the end of a fault and of its recovery.";
  }

  @Override
  public Finding check(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    long chances = 0;
    for (Strike strike : evidence.strikes()) {
      Map<String, List<Operation>> asking =
          evidence.operations().stream()
              .filter(it -> it.overlaps(strike.end(), strike.over()))
              .collect(Collectors.groupingBy(Operation::who));
      chances += asking.size();
      asking.forEach(
          (who, operations) -> {
            if (operations.stream().noneMatch(it -> answers(it, strike))) {
              String what = "%s is not served again after %s".formatted(who, strike.fault().name());
              violations.add(new Violation(what, Subject.NOBODY, strike.over()));
            }
          });
    }
    return finding(chances, violations, "");
  }

  private static boolean answers(Operation operation, Strike strike) {
    return operation.outcome().isOk()
        && operation.begin() >= strike.end()
        && operation.end() <= strike.over();
  }
}
