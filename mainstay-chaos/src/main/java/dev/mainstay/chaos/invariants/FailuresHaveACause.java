package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.Operation;
import java.util.List;

/** Nothing fails in good weather. */
final class FailuresHaveACause implements Invariant {
  @Override
  public String name() {
    return "failures have a cause";
  }

  @Override
  public String says() {
    return "What is not answered was on its way during a fault, or during the recovery from one"
        + " that explains it, or during a hiccup of the client.";
  }

  @Override
  public Finding check(Evidence evidence) {
    List<Operation> failures =
        evidence.operations().stream().filter(it -> !it.outcome().isOk()).toList();
    List<Violation> violations =
        failures.stream()
            .filter(it -> !evidence.hiccups().within(it.begin(), it.end()))
            .filter(it -> evidence.strikes().stream().noneMatch(strike -> explains(strike, it)))
            .map(
                it ->
                    Violation.of(
                        it, "%s failed without a cause: %s".formatted(it.verb(), it.outcome())))
            .toList();
    return finding(failures.size(), violations, "");
  }

  private static boolean explains(Strike strike, Operation operation) {
    return operation.overlaps(strike.begin(), strike.over()) && strike.fault().explains(operation);
  }
}
