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
    return "Each client has an answer between the end of a fault and the end of its recovery.";
  }

  @Override
  public Finding check(Evidence evidence) {
    Map<String, List<Operation>> clients =
        evidence.operations().stream()
            .filter(it -> it.outcome().isOk())
            .collect(Collectors.groupingBy(Operation::who));
    List<String> all = evidence.operations().stream().map(Operation::who).distinct().toList();
    List<Violation> violations = new ArrayList<>();
    for (Strike strike : evidence.strikes()) {
      for (String who : all) {
        if (clients.getOrDefault(who, List.of()).stream().noneMatch(it -> follows(it, strike))) {
          String what = "%s is not served again after %s".formatted(who, strike.fault().name());
          violations.add(new Violation(what, Subject.user(""), strike.over()));
        }
      }
    }
    return finding((long) all.size() * evidence.strikes().size(), violations, "");
  }

  private static boolean follows(Operation operation, Strike strike) {
    return operation.begin() >= strike.end() && operation.end() <= strike.over();
  }
}
