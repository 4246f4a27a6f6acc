package dev.mainstay.bench.failover;

import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.report.Timeline;
import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.invariants.Finding;
import dev.mainstay.chaos.invariants.Invariants;
import dev.mainstay.chaos.invariants.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A verdict as a table with bars, and the first fault as a plot. */
final class FailoverReport {
  private static final long STEP = Duration.ofMillis(100).toNanos();
  private static final long BEFORE = Duration.ofSeconds(2).toNanos();
  private static final long AFTER = Duration.ofSeconds(10).toNanos();

  private final String name;
  private final Verdict verdict;
  private final Topology topology;

  FailoverReport(String name, Verdict verdict, Topology topology) {
    this.name = name.toLowerCase(Locale.ROOT);
    this.verdict = verdict;
    this.topology = topology;
  }

  Report report() {
    List<String> conditions = new ArrayList<>(Output.machine(topology.version()));
    conditions.add(verdict.evidence().origin());
    List<Row> rows = new ArrayList<>();
    List<Bar> bars = new ArrayList<>();
    rows.add(row("faults", verdict.evidence().strikes().size()));
    rows.add(row("operations", operations().size()));
    rows.add(row("ok", count(0)));
    rows.add(row("failed, surely not done", count(1)));
    rows.add(row("unknown, or unconfirmed", count(2)));
    List<Duration> gaps = Invariants.gaps(verdict.evidence(), topology::group);
    double longest = gaps.stream().mapToLong(Duration::toMillis).max().orElse(0);
    rows.add(new Row("longest gap", "ms", List.of(longest)));
    bars.add(Bar.atMost("longest gap, ms", longest, (double) topology.bar().toMillis()));
    for (Finding finding : verdict.findings()) {
      rows.add(row("could violate: " + finding.name(), finding.opportunities()));
      bars.add(Bar.atMost("violates: " + finding.name(), finding.violations().size(), 0L));
    }
    return new Report(
        "failover-" + name,
        "A primary that is struck under load: " + name,
        conditions,
        List.of("Mainstay"),
        rows,
        bars);
  }

  /** Two seconds before the first fault to ten after. */
  String plot() {
    List<Strike> strikes = verdict.evidence().strikes();
    long struck = strikes.isEmpty() ? BEFORE : strikes.get(0).begin();
    int steps = (int) ((BEFORE + AFTER) / STEP);
    int[][] counts = new int[3][steps];
    for (Operation operation : operations()) {
      long at = operation.end() - struck + BEFORE;
      if (at >= 0 && at < steps * STEP) {
        counts[kind(operation)][(int) (at / STEP)]++;
      }
    }
    return new Timeline(
            "Answers in each 100 ms around the fault: " + name,
            List.of("ok", "failed", "unknown"),
            counts,
            (int) (BEFORE / STEP))
        .svg();
  }

  private List<Operation> operations() {
    return verdict.evidence().operations();
  }

  private long count(int kind) {
    return operations().stream().filter(it -> kind(it) == kind).count();
  }

  private static int kind(Operation operation) {
    if (operation.outcome().isOk()) {
      return 0;
    }
    return operation.outcome().mayBeDone() ? 2 : 1;
  }

  private static Row row(String name, long count) {
    return new Row(name, "", List.of((double) count));
  }
}
