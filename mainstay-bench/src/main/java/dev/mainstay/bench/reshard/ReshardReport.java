package dev.mainstay.bench.reshard;

import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Verb;
import dev.mainstay.chaos.invariants.Finding;
import dev.mainstay.chaos.invariants.Invariants;
import dev.mainstay.chaos.invariants.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A verdict as a table with bars: a column for each thing that was done. */
final class ReshardReport {
  private final Servers.Kind kind;
  private final Verdict verdict;
  private final Window window;
  private final String version;

  ReshardReport(Servers.Kind kind, Verdict verdict, Window window, String version) {
    this.kind = kind;
    this.verdict = verdict;
    this.window = window;
    this.version = version;
  }

  Report report() {
    List<Strike> strikes = verdict.evidence().strikes();
    List<String> conditions = new ArrayList<>(Output.machine(version));
    conditions.add(verdict.evidence().origin());
    if (kind == Servers.Kind.CLUSTER) {
      conditions.add(
          "slots %d to %d, with %d of the 256 partitions"
              .formatted(window.first(), window.last(), window.partitions(ReshardLoad.NAMESPACE)));
    }
    List<Duration> gaps = Invariants.gaps(verdict.evidence(), any -> "");
    List<Row> rows = new ArrayList<>();
    rows.add(row("took", "ms", strikes, it -> (it.end() - it.begin()) / 1e6));
    rows.add(row("operations meanwhile", "", strikes, it -> (double) during(it).size()));
    rows.add(row("not answered", "", strikes, it -> (double) unanswered(it)));
    rows.add(row("… in a hiccup of the clients", "", strikes, it -> (double) inHiccups(it)));
    for (Verb verb : Verb.values()) {
      String name = "… " + verb.name().toLowerCase(Locale.ROOT);
      rows.add(row(name, "", strikes, it -> (double) unanswered(it, verb)));
    }
    rows.add(row("slowest answer", "ms", strikes, this::slowest));
    rows.add(
        new Row(
            "longest gap",
            "ms",
            gaps.stream().<@Nullable Double>map(gap -> (double) gap.toMillis()).toList()));
    List<Bar> bars = new ArrayList<>();
    strikes.stream()
        .filter(it -> it.fault() == Planned.RESHARD)
        .forEach(it -> bars.add(Bar.atMost("not answered in RESHARD", unanswered(it), 0L)));
    for (Finding finding : verdict.findings()) {
      bars.add(Bar.atMost("violates: " + finding.name(), finding.violations().size(), 0L));
    }
    List<String> columns = strikes.stream().map(it -> it.fault().name()).toList();
    return new Report(
        "reshard-" + kind.name().toLowerCase(Locale.ROOT),
        "What callers notice of planned changes: " + kind,
        conditions,
        columns,
        rows,
        bars);
  }

  private interface Figure {
    double of(Strike strike);
  }

  private static Row row(String name, String unit, List<Strike> strikes, Figure figure) {
    return new Row(name, unit, strikes.stream().<@Nullable Double>map(figure::of).toList());
  }

  private List<Operation> during(Strike strike) {
    return verdict.evidence().operations().stream()
        .filter(it -> it.overlaps(strike.begin(), strike.over()))
        .toList();
  }

  private long unanswered(Strike strike) {
    return during(strike).stream().filter(it -> !it.outcome().isOk()).count();
  }

  private long unanswered(Strike strike, Verb verb) {
    return during(strike).stream().filter(it -> it.verb() == verb && !it.outcome().isOk()).count();
  }

  /** A call that was overdue since its own process stood still says nothing of the servers. */
  private long inHiccups(Strike strike) {
    return during(strike).stream()
        .filter(it -> !it.outcome().isOk())
        .filter(it -> verdict.evidence().hiccups().within(it.begin(), it.end()))
        .count();
  }

  private double slowest(Strike strike) {
    return during(strike).stream()
        .filter(it -> it.outcome().isOk())
        .mapToDouble(it -> it.nanos() / 1e6)
        .max()
        .orElse(0);
  }
}
