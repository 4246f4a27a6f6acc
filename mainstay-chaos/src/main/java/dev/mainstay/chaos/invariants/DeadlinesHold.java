package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Nobody waits for longer than he was told, whatever happens. */
final class DeadlinesHold implements Invariant {
  private final Function<Verb, Duration> deadlines;
  private final Duration slack;

  DeadlinesHold(Function<Verb, Duration> deadlines, Duration slack) {
    this.deadlines = deadlines;
    this.slack = slack;
  }

  @Override
  public String name() {
    return "deadlines hold";
  }

  @Override
  public String says() {
    return "No call takes longer than its deadline and %d ms, hiccups of the client left out."
        .formatted(slack.toMillis());
  }

  @Override
  public Finding check(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    long leftOut = 0;
    long over = Long.MIN_VALUE;
    for (Operation call : evidence.operations()) {
      long beyond = call.nanos() - deadlines.apply(call.verb()).toNanos();
      if (beyond > slack.toNanos() && evidence.hiccups().within(call.begin(), call.end())) {
        leftOut++;
        continue;
      }
      over = Math.max(over, beyond);
      if (beyond > slack.toNanos()) {
        violations.add(
            Violation.of(call, "%s took %,d ms".formatted(call.verb(), call.nanos() / 1_000_000)));
      }
    }
    long calls = evidence.operations().size();
    String slowest =
        calls == leftOut ? "" : "slowest %+d ms of its deadline, ".formatted(over / 1_000_000);
    return finding(
        calls - leftOut,
        violations,
        "%s%d left out in %d hiccups"
            .formatted(slowest, leftOut, evidence.hiccups().spans().size()));
  }
}
