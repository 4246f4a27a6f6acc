package dev.mainstay.bench.cache.races;

import dev.mainstay.bench.cache.rivals.Rival;
import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The race for what is stored: a slow load of what is written and invalidated meanwhile. */
@Command(
    name = "races",
    description = {
      "100,000 races of a load and a write, over two processes, beside the peers (about 4 min).",
      "Old values read afterwards are counted; leases lapse, and their holders are stopped."
    },
    mixinStandardHelpOptions = true)
public final class CacheRacesCommand implements Callable<Integer> {
  private static final int STEPS = 100;

  @Mixin private Output output = new Output();

  @Option(
      names = "--trials",
      defaultValue = "100000",
      description = "How many races of Mainstay (${DEFAULT-VALUE}).")
  private int trials = 100_000;

  @Option(
      names = "--peer-trials",
      defaultValue = "2000",
      description = "How many of each peer, and of the planted fault (${DEFAULT-VALUE}).")
  private int peerTrials = 2_000;

  @Option(
      names = "--stops",
      defaultValue = "10",
      description = "How often the process that loads is stopped (${DEFAULT-VALUE}).")
  private int stops = 10;

  @Option(
      names = "--lanes",
      defaultValue = "16",
      description = "How many races go on side by side (${DEFAULT-VALUE}).")
  private int lanes = 16;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "What decides who does what when (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--only",
      paramLabel = "RIVAL",
      split = ",",
      description = "Of ${COMPLETION-CANDIDATES} only these; else all.")
  private List<Rival> only = List.of();

  /** For picocli. */
  public CacheRacesCommand() {}

  /**
   * What one rival has to show.
   *
   * @param stops null for a peer, which has no lease to hold
   */
  private record Result(Races.Seen races, Stops.@Nullable Seen stops) {}

  @Override
  public Integer call() {
    List<Rival> rivals = only.isEmpty() ? usual() : only;
    Map<Rival, Result> results = new EnumMap<>(Rival.class);
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin();
        Progress progress = new Progress(rivals.size() * STEPS)) {
      for (Rival rival : rivals) {
        results.put(rival, measure(rival, redis.url(), progress));
      }
      String version = admin.info("server").getOrDefault("redis_version", "?");
      return output.show(report(results, version), plotted(results));
    }
  }

  private static List<Rival> usual() {
    return Arrays.stream(Rival.values()).filter(it -> it != Rival.PATIENT).toList();
  }

  private Result measure(Rival rival, String url, Progress progress) {
    int count = rival == Rival.MAINSTAY ? trials : peerTrials;
    long[] shown = {0};
    Races.Seen seen =
        new Races(rival, url, lanes, seed)
            .run(
                count,
                over -> {
                  for (; shown[0] < over * STEPS / count; shown[0]++) {
                    progress.step("racing " + rival.title());
                  }
                });
    boolean holds = rival.leases() && stops > 0;
    progress.step(holds ? "stopping " + rival.title() : rival.title());
    int rounds = rival == Rival.MAINSTAY ? stops : Math.min(2, stops);
    return new Result(seen, holds ? new Stops(rival, url, 6 * lanes).run(rounds) : null);
  }

  private Report report(Map<Rival, Result> results, String version) {
    List<String> conditions = new ArrayList<>(Output.machine(version));
    conditions.add("two processes of " + lanes + " lanes; seed " + seed);
    List<Row> rows =
        List.of(
            row(results, "races", "", it -> it.races.trials()),
            row(results, "loads of the old value across the write", "", it -> it.races.overlaps()),
            row(results, "of them ended beside the invalidation", "", it -> it.races.close()),
            row(results, "leases that lapsed under a load", "", it -> it.races.lapses()),
            row(results, "asked in the writer's process meanwhile", "", it -> it.races.beside()),
            row(results, "old value read at once", "", it -> it.races.stale()),
            row(results, "old value stored", "", it -> it.races.stored()),
            row(results, "old value stored, of what overlapped", "%", CacheRacesCommand::share),
            row(results, "own write not read", "", it -> it.races.ownMissed()),
            row(results, "longest wait for it", "ms", it -> it.races.slowest() / 1e6),
            row(results, "invalidations queued", "", it -> it.races.queued()),
            row(results, "holders stopped across a write", "", it -> stopped(it)),
            row(results, "old value read after that", "", it -> staleAfterStop(it)));
    List<String> columns = results.keySet().stream().map(Rival::title).toList();
    return new Report(
        "cache-races", "Races for what is stored", conditions, columns, rows, bars(results));
  }

  /** Without who has the fault by intent, who blocks his writers, and who is like another. */
  private static Report plotted(Map<Rival, Result> all) {
    Map<Rival, Result> results = new EnumMap<>(all);
    results.keySet().removeAll(List.of(Rival.PLANTED, Rival.SPRING_WAITING, Rival.RMAP));
    List<Row> rows =
        List.of(
            row(results, "old value stored", "% of what overlapped", CacheRacesCommand::share),
            row(
                results,
                "own write not read",
                "% of the writes",
                it -> 100.0 * it.races.ownMissed() / it.races.trials()));
    List<String> columns = results.keySet().stream().map(Rival::title).toList();
    return new Report("cache-races", "Stale after a race", List.of(), columns, rows, List.of());
  }

  private static double share(Result it) {
    return it.races.overlaps() == 0 ? 0 : 100.0 * it.races.stored() / it.races.overlaps();
  }

  private static double stopped(Result it) {
    return it.stops == null ? Double.NaN : it.stops.stopped();
  }

  private static double staleAfterStop(Result it) {
    return it.stops == null ? Double.NaN : it.stops.stale();
  }

  private static Row row(
      Map<Rival, Result> results, String name, String unit, ToDoubleFunction<Result> number) {
    List<@Nullable Double> values = new ArrayList<>();
    for (Result result : results.values()) {
      double value = number.applyAsDouble(result);
      values.add(Double.isNaN(value) ? null : value);
    }
    return new Row(name, unit, values);
  }

  private List<Bar> bars(Map<Rival, Result> results) {
    List<Bar> bars = new ArrayList<>();
    Result own = results.get(Rival.MAINSTAY);
    if (own != null) {
      Races.Seen races = own.races;
      bars.add(Bar.atMost("old values read", races.stale() + races.stored(), 0L));
      bars.add(Bar.atMost("own writes not read", races.ownMissed(), 0L));
      bars.add(Bar.atLeast("loads across the write", (double) races.overlaps(), trials / 2.0));
      if (own.stops != null) {
        bars.add(Bar.atMost("old values after a stop", own.stops.stale(), 0L));
        bars.add(Bar.atLeast("holders stopped", (double) own.stops.stopped(), stops));
      }
    }
    Result planted = results.get(Rival.PLANTED);
    if (planted != null) {
      bars.add(Bar.atLeast("planted fault found", (double) planted.races.stored(), 1));
      if (planted.stops != null) {
        bars.add(Bar.atLeast("planted fault found by stops", (double) planted.stops.stale(), 1));
      }
    }
    return bars;
  }
}
