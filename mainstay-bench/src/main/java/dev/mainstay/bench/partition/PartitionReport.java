package dev.mainstay.bench.partition;

import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a replica saw as a table with bars. */
final class PartitionReport {
  private static final double NOTICED_MILLIS = 2_000;
  private static final double BACK_MILLIS = 1_000;
  private static final long ATTEMPTS = 20;

  private final List<Row> rows = new ArrayList<>();
  private final List<Bar> bars = new ArrayList<>();

  private PartitionReport() {}

  static Report of(String topology, int seconds, List<String> conditions, Seen seen) {
    PartitionReport report = new PartitionReport();
    report.fill(seen);
    return new Report(
        "partition-" + topology,
        "A process that is cut off from its store for %d s: %s".formatted(seconds, topology),
        conditions,
        List.of("Mainstay"),
        report.rows,
        report.bars);
  }

  private void fill(Seen seen) {
    double noticed = most(seen, Seen.Cut::noticed);
    double back = most(seen, Seen.Cut::back);
    count("partitions", seen.cuts().size());
    count("operations", seen.operations());
    count("ok", seen.ok());
    count("failed, surely not done", seen.failed());
    count("unknown, or unconfirmed", seen.operations() - seen.ok() - seen.failed());
    measure("noticed after, at most", "ms", noticed);
    measure("everybody is served after its end, at most", "ms", back);
    count("connections begun in the busiest second", seen.busiestSecond());
    bars.add(Bar.atMost("noticed, ms", noticed, NOTICED_MILLIS));
    bars.add(Bar.atMost("served again, ms", back, BACK_MILLIS));
    bars.add(Bar.atMost("connections begun in a second", seen.busiestSecond(), ATTEMPTS));
    for (Seen.Found finding : seen.findings()) {
      count("could violate: " + finding.name(), finding.opportunities());
      bars.add(Bar.atMost("violates: " + finding.name(), finding.violations(), 0L));
    }
  }

  private void count(String name, long value) {
    measure(name, "", (double) value);
  }

  private void measure(String name, String unit, double value) {
    rows.add(new Row(name, unit, List.of(value)));
  }

  private static double most(Seen seen, ToDoubleFunction<Seen.Cut> what) {
    return seen.cuts().stream().mapToDouble(what).max().orElse(0);
  }
}
