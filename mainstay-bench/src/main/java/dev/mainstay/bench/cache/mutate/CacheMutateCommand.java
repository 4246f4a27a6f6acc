package dev.mainstay.bench.cache.mutate;

import dev.mainstay.bench.cache.mutate.Trial.Counts;
import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
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

/** Writers of a real PostgreSQL that overlap, roll back and die, and what is cached afterwards. */
@Command(
    name = "mutate",
    description = {
      "10,000 writes of PostgreSQL through mutate: they overlap, roll back and die (about 4 min).",
      "Beside it the same with an invalidation after the commit, and before it."
    },
    mixinStandardHelpOptions = true)
public final class CacheMutateCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Option(
      names = "--trials",
      defaultValue = "10000",
      description = "How many trials of mutate (${DEFAULT-VALUE}).")
  private int trials = 10_000;

  @Option(
      names = "--other-trials",
      defaultValue = "1000",
      description = "How many of each other way (${DEFAULT-VALUE}).")
  private int otherTrials = 1_000;

  @Option(
      names = "--kills",
      defaultValue = "30",
      description = "How often a process is killed, with all its lanes (${DEFAULT-VALUE}).")
  private int kills = 30;

  @Option(
      names = "--lanes",
      defaultValue = "12",
      description = "How many trials go on side by side (${DEFAULT-VALUE}).")
  private int lanes = 12;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "What decides who does what when (${DEFAULT-VALUE}).")
  private long seed = 1;

  /** For picocli. */
  public CacheMutateCommand() {}

  @Override
  public Integer call() throws Exception {
    Map<Way, Counts> counts = new EnumMap<>(Way.class);
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin();
        EmbeddedPostgres postgres = Books.server();
        Progress progress = new Progress(trials + 2 * otherTrials + kills)) {
      String database = postgres.getJdbcUrl("postgres", "postgres");
      for (Way way : Way.values()) {
        int many = way == Way.MUTATE ? trials : otherTrials;
        Mutations mutations = new Mutations(redis, database, lanes, seed);
        counts.put(way, mutations.run(way, many, () -> progress.step(way.title())));
      }
      Kills killed = new Kills(redis, database, lanes);
      killed.run(kills, seed, () -> progress.step("killing"));
      return output.show(report(counts, killed, admin.info("server").get("redis_version")));
    }
  }

  private Report report(Map<Way, Counts> counts, Kills killed, @Nullable String version) {
    List<String> conditions = new ArrayList<>(Output.machine(String.valueOf(version)));
    conditions.add("PostgreSQL; two replicas, each with a writer and a reader; seed " + seed);
    conditions.add(
        "died: left as it was at that step; killed: a process, by SIGKILL, at that step");
    List<Row> rows = new ArrayList<>();
    rows.add(row(counts, "trials", it -> it.trials.sum()));
    rows.add(row(counts, "of them writers overlapped", it -> it.overlaps.sum()));
    for (Fate fate : Fate.values()) {
      rows.add(row(counts, "writers: " + word(fate), it -> it.of(fate).sum()));
    }
    rows.add(row(counts, "writers: not announced in time", it -> it.unannounced.sum()));
    rows.add(row(counts, "loads of the database", it -> it.loads.sum()));
    rows.add(row(counts, "stale after quiescence", it -> it.stale.sum()));
    rows.add(ofKills("processes killed", kills));
    for (Step step : Step.values()) {
      rows.add(ofKills("killed: " + step.title(), killed.at(step)));
    }
    rows.add(ofKills("writes of those processes", killed.writes()));
    rows.add(ofKills("stale after a kill", killed.stale()));
    List<String> columns = Arrays.stream(Way.values()).map(Way::title).toList();
    return new Report(
        "cache-mutate", "Writes of a source", conditions, columns, rows, bars(counts, killed));
  }

  private static String word(Fate fate) {
    return switch (fate) {
      case COMMITS -> "committed";
      case ROLLS_BACK -> "rolled back";
      case DIES_ANNOUNCED -> "died when announced";
      case DIES_WRITTEN -> "died before the commit";
      case DIES_COMMITTED -> "died after the commit";
    };
  }

  private static Row row(Map<Way, Counts> counts, String name, ToDoubleFunction<Counts> number) {
    List<@Nullable Double> values = new ArrayList<>();
    counts.values().forEach(it -> values.add(number.applyAsDouble(it)));
    return new Row(name, "", values);
  }

  private static Row ofKills(String name, long count) {
    return new Row(name, "", Arrays.asList((double) count, null, null));
  }

  private List<Bar> bars(Map<Way, Counts> counts, Kills killed) {
    List<Bar> bars = new ArrayList<>();
    counts.forEach(
        (way, it) -> {
          if (way == Way.MUTATE) {
            bars.add(Bar.atMost("stale with mutate", it.stale.sum(), 0L));
            bars.add(Bar.atLeast("writers overlapped", (double) it.overlaps.sum(), trials / 4.0));
          } else {
            bars.add(Bar.atLeast("found: " + way.title(), (double) it.stale.sum(), 1));
          }
        });
    bars.add(Bar.atMost("stale after a kill", killed.stale(), 0L));
    long midway = killed.at(Step.ANNOUNCED) + killed.at(Step.WRITTEN) + killed.at(Step.COMMITTED);
    bars.add(Bar.atLeast("killed amid a write", (double) midway, kills));
    return bars;
  }
}
