package dev.mainstay.bench.near;

import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Sessions found near by one thread, and how long after a revocation by another process they are
 * found still.
 */
@Command(
    name = "near-sessions",
    description = "Finds sessions near, and how long after their end still (about 30 s).",
    mixinStandardHelpOptions = true)
public final class NearSessionsCommand implements Callable<Integer> {
  private static final double LEAST = 2_000_000;
  private static final double MOST_MILLIS = 1_050;

  @Mixin private Output output = new Output();

  @Option(
      names = "--sessions",
      defaultValue = "1000",
      description = "How many sessions are found in turns (${DEFAULT-VALUE}).")
  private int sessions = 1_000;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How many rounds the medians are of (${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "1",
      description = "How long a round of each is (${DEFAULT-VALUE}).")
  private int seconds = 1;

  @Option(
      names = "--revocations",
      defaultValue = "500",
      description = "How many sessions are ended elsewhere (${DEFAULT-VALUE}).")
  private int revocations = 500;

  /** For picocli. */
  public NearSessionsCommand() {}

  @Override
  public Integer call() {
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin();
        NearFinders finders = new NearFinders(redis.url(), admin, sessions);
        Progress progress = new Progress((rounds + 1) * 3 + 1)) {
      List<NearFinders.Pace> near = new ArrayList<>();
      List<NearFinders.Pace> fresh = new ArrayList<>();
      List<NearFinders.Pace> asked = new ArrayList<>();
      Duration time = Duration.ofSeconds(seconds);
      for (int round = 0; round <= rounds; round++) {
        progress.step("near, tokens that are held");
        keep(round, near, finders.near(time));
        progress.step("near, tokens that come anew");
        keep(round, fresh, finders.nearByNewText(time));
        progress.step("asked for");
        keep(round, asked, finders.asked(time));
      }
      progress.step("ended elsewhere");
      double[] lags = finders.lags(revocations);
      return output.show(report(admin, near, fresh, asked, lags));
    }
  }

  private static void keep(int round, List<NearFinders.Pace> all, NearFinders.Pace one) {
    if (round > 0) {
      all.add(one);
    }
  }

  private Report report(
      Resp admin,
      List<NearFinders.Pace> near,
      List<NearFinders.Pace> fresh,
      List<NearFinders.Pace> asked,
      double... lags) {
    List<List<NearFinders.Pace>> all = List.of(near, fresh, asked);
    double slowest = lags[lags.length - 1];
    List<Row> rows =
        List.of(
            new Row("found by one thread", "per second", medians(all, 0)),
            new Row("commands", "each", medians(all, 1)),
            new Row("garbage of the thread", "bytes each", medians(all, 2)),
            row("found still after its end elsewhere, median", lags[lags.length / 2]),
            row("the same, 99 %", lags[lags.length * 99 / 100]),
            row("the same, slowest", slowest));
    List<String> conditions =
        new ArrayList<>(Output.machine(admin.info("server").getOrDefault("redis_version", "?")));
    conditions.add(
        "1 thread, %d sessions, medians of %d rounds of %d s in turns; %d revocations"
            .formatted(sessions, rounds, seconds, lags.length));
    return new Report(
        "near-sessions",
        "Sessions found near",
        conditions,
        List.of("near, token held", "near, token anew", "asked for"),
        rows,
        List.of(
            Bar.atLeast("found near per second", value(medians(all, 0).get(0)), LEAST),
            Bar.atMost("commands of a near find", value(medians(all, 1).get(0)), 0.0),
            Bar.atMost("found still after its end (ms)", slowest, MOST_MILLIS)));
  }

  private static Row row(String name, double millis) {
    List<@Nullable Double> values = new ArrayList<>();
    values.add(millis);
    values.add(null);
    values.add(null);
    return new Row(name, "ms", values);
  }

  private static double value(@Nullable Double there) {
    return there == null ? Double.NaN : there;
  }

  private static List<@Nullable Double> medians(List<List<NearFinders.Pace>> all, int which) {
    List<@Nullable Double> medians = new ArrayList<>();
    for (List<NearFinders.Pace> rounds : all) {
      double[] sorted =
          rounds.stream().mapToDouble(found -> found.number(which)).sorted().toArray();
      medians.add(sorted[sorted.length / 2]);
    }
    return medians;
  }
}
