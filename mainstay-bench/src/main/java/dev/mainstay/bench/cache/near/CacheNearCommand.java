package dev.mainstay.bench.cache.near;

import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Hits of near caches, by one thread. */
@Command(
    name = "near",
    description = "Near hits beside Caffeine and Redisson's RLocalCachedMap (about 30 s).",
    mixinStandardHelpOptions = true)
public final class CacheNearCommand implements Callable<Integer> {
  private static final int BATCH = 1_000;
  private static final int OURS = 0;
  private static final int PLAIN = 1;
  private static final int EXPIRING = 2;
  private static final int REDISSON = 3;

  @Mixin private Output output = new Output();

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How many rounds the medians are of (${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "1",
      description = "How long a round of each is (${DEFAULT-VALUE}).")
  private double seconds = 1;

  private final String[] keys = new String[NearReader.KEYS];

  /** For picocli. */
  public CacheNearCommand() {}

  @Override
  public Integer call() {
    for (int i = 0; i < keys.length; i++) {
      keys[i] = NearReader.key(i);
    }
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin();
        NearReader mainstay = NearReader.mainstay(redis.url());
        NearReader plain = NearReader.caffeine();
        NearReader expiring = NearReader.expiring();
        NearReader redisson = NearReader.redisson(redis.url());
        Progress progress = new Progress((rounds + 1) * 4)) {
      List<NearReader> readers = List.of(mainstay, plain, expiring, redisson);
      double[][] speeds = new double[readers.size()][rounds];
      for (int round = 0; round <= rounds; round++) {
        for (int i = 0; i < readers.size(); i++) {
          progress.step(readers.get(i).name());
          double perSecond = perSecond(readers.get(i));
          if (round > 0) {
            speeds[i][round - 1] = perSecond;
          }
        }
      }
      List<String> conditions =
          new ArrayList<>(Output.machine(admin.info("server").get("redis_version") + ""));
      conditions.add(
          "1 thread, %,d keys of 1,000 bytes, medians of %d rounds in turns"
              .formatted(keys.length, rounds));
      return output.show(report(conditions, readers, speeds));
    }
  }

  /** The clock is looked at once for many, or it were the clock that is measured. */
  private double perSecond(NearReader reader) {
    long begun = System.nanoTime();
    long end = begun + (long) (seconds * 1e9);
    long count = 0;
    int key = 0;
    int seen = 0;
    while (System.nanoTime() < end) {
      for (int i = 0; i < BATCH; i++) {
        seen += reader.read(keys[key]).length();
        key = key + 1 == keys.length ? 0 : key + 1;
      }
      count += BATCH;
    }
    if (seen == 0) {
      throw new IllegalStateException("nothing was read");
    }
    return count / ((System.nanoTime() - begun) / 1e9);
  }

  private static Report report(
      List<String> conditions, List<NearReader> readers, double[]... speeds) {
    List<Row> rows =
        List.of(
            new Row("hits, 1 thread", "per second", medians(speeds)),
            new Row("Mainstay is so many times as fast", "times", ratios(speeds)));
    List<Bar> bars =
        List.of(
            Bar.atLeast("near hit / Caffeine", ratio(speeds, PLAIN), 1 / 1.5),
            Bar.atLeast("near hit / Caffeine that expires", ratio(speeds, EXPIRING), 1 / 1.5),
            Bar.atLeast("near hit / RLocalCachedMap", ratio(speeds, REDISSON), 5.0));
    List<String> columns = readers.stream().map(NearReader::name).toList();
    return new Report("cache-near", "Hits of near caches", conditions, columns, rows, bars);
  }

  private static List<@Nullable Double> medians(double[]... speeds) {
    return Arrays.stream(speeds).<@Nullable Double>map(CacheNearCommand::median).toList();
  }

  private static List<@Nullable Double> ratios(double[]... speeds) {
    List<@Nullable Double> ratios = new ArrayList<>();
    for (int other = 0; other < speeds.length; other++) {
      ratios.add(ratio(speeds, other));
    }
    return ratios;
  }

  /** Of rounds that were side by side. */
  private static double ratio(double[][] speeds, int other) {
    double[] ratios = new double[speeds[OURS].length];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] = speeds[OURS][round] / speeds[other][round];
    }
    return median(ratios);
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
