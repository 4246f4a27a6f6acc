package dev.mainstay.bench.cache.throughput;

import dev.mainstay.bench.cache.rivals.Rival;
import dev.mainstay.bench.cache.throughput.Hits.Scene;
import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Hits beside a raw GET and the peers, a cold key for many processes, and what is asked. */
@Command(
    name = "throughput",
    description = {
      "Hits beside a raw GET, Spring, JetCache and Redisson (about 4 min).",
      "Then a cold key that 8 processes ask for, and the commands of each operation."
    },
    mixinStandardHelpOptions = true)
public final class CacheThroughputCommand implements Callable<Integer> {
  private static final int KEYS = 1_000;
  private static final int PROCESSES = 8;
  private static final int CROWD = 50;
  private static final int FEW = 5;

  /**
   * So many cold keys are not looked at: by then the processes run compiled code, as replicas do.
   */
  private static final int WARM = 150;

  private static final int WARM_CROWD = WARM * FEW / CROWD;

  private static final List<Rival> COLD =
      List.of(Rival.MAINSTAY, Rival.PATIENT, Rival.SPRING, Rival.RMAP_CACHE);

  @Mixin private Output output = new Output();

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How many rounds the medians are of (${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "How long a round of each is (${DEFAULT-VALUE}).")
  private double seconds = 2;

  @Option(
      names = "--bytes",
      defaultValue = "1000",
      description = "How long a value is (${DEFAULT-VALUE}).")
  private int bytes = 1_000;

  @Option(
      names = "--cold",
      defaultValue = "30",
      description = "How many cold keys are asked for (${DEFAULT-VALUE}).")
  private int cold = 30;

  private final List<Row> rows = new ArrayList<>();
  private final List<Bar> bars = new ArrayList<>();

  /** For picocli. */
  public CacheThroughputCommand() {}

  @Override
  public Integer call() {
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin();
        Progress progress = new Progress((rounds + 1) * Scene.values().length * 5 + 7)) {
      List<Reader> readers = Readers.all(redis.url(), KEYS, "x".repeat(bytes));
      try {
        hits(readers, progress);
      } finally {
        readers.forEach(Reader::close);
      }
      cold(redis.url(), readers, progress);
      progress.step("counting commands");
      commands(redis);
      List<String> conditions =
          new ArrayList<>(Output.machine(admin.info("server").get("redis_version") + ""));
      conditions.add(
          "hits of %,d keys of %,d bytes: medians of %d rounds of %s s in turns"
              .formatted(KEYS, bytes, rounds, Double.toString(seconds).replaceAll("\\.0$", "")));
      conditions.add("cold keys: a load takes 50 ms; %d keys each".formatted(cold));
      List<String> columns = readers.stream().map(Reader::name).toList();
      return output.show(
          new Report("cache-throughput", "Reads of caches", conditions, columns, rows, bars));
    }
  }

  private void hits(List<Reader> readers, Progress progress) {
    Duration time = Duration.ofNanos((long) (seconds * 1e9));
    try (Hits hits = new Hits(KEYS)) {
      for (Scene scene : Scene.values()) {
        Map<String, List<Double>> measured = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
          for (Reader reader : readers) {
            if (scene == Scene.FLIGHT && !reader.isAsync()) {
              continue;
            }
            progress.step((round == 0 ? "warming up " : "measuring ") + reader.name());
            double perSecond = hits.perSecond(scene, reader, time);
            if (round > 0) {
              measured.computeIfAbsent(reader.name(), any -> new ArrayList<>()).add(perSecond);
            }
          }
        }
        hits(scene, readers, measured);
      }
    }
  }

  private void hits(Scene scene, List<Reader> readers, Map<String, List<Double>> measured) {
    List<@Nullable Double> speeds = new ArrayList<>();
    List<@Nullable Double> ratios = new ArrayList<>();
    List<Double> raw = measured.getOrDefault("raw GET", List.of());
    for (Reader reader : readers) {
      List<Double> own = measured.get(reader.name());
      speeds.add(own == null ? null : median(own));
      ratios.add(own == null ? null : ratio(own, raw));
    }
    rows.add(new Row("hits, " + scene.title(), "per second", speeds));
    rows.add(new Row("hits, " + scene.title() + " / raw GET", "times", ratios));
    List<Double> own = measured.getOrDefault(Rival.MAINSTAY.title(), List.of());
    bars.add(Bar.atLeast("hits, " + scene.title() + ": / raw GET", ratio(own, raw), 0.95));
  }

  /** Of rounds that were side by side. */
  private static double ratio(List<Double> one, List<Double> other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      ratios.add(one.get(i) / other.get(i));
    }
    return median(ratios);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }

  private void cold(String url, List<Reader> readers, Progress progress) {
    Map<Rival, Cold.Seen> crowds = new EnumMap<>(Rival.class);
    Map<Rival, Cold.Seen> few = new EnumMap<>(Rival.class);
    for (Rival rival : COLD) {
      progress.step("a cold key, " + rival.title());
      int crowded = WARM_CROWD + Math.max(1, cold / 3);
      crowds.put(rival, Cold.run(rival, url, PROCESSES, CROWD, crowded, WARM_CROWD));
      progress.step("a cold key for few, " + rival.title());
      few.put(rival, Cold.run(rival, url, PROCESSES, FEW, WARM + cold, WARM));
    }
    rows.add(cold("cold, 8 x 50 threads: loads", "a key", readers, crowds, Cold.Seen::average));
    rows.add(cold("cold, 8 x 50 threads: most loads", "a key", readers, crowds, Cold.Seen::most));
    rows.add(cold("cold, 8 x 5 threads: median", "ms", readers, few, it -> it.millis(50)));
    rows.add(cold("cold, 8 x 5 threads: 99 %", "ms", readers, few, it -> it.millis(99)));
    patient(crowds.get(Rival.PATIENT), few.get(Rival.PATIENT));
    rows.add(cold("left out for hiccups", "waits", readers, few, Cold.Seen::left));
    Cold.Seen crowd = crowds.get(Rival.MAINSTAY);
    Cold.Seen own = few.get(Rival.MAINSTAY);
    if (crowd != null && own != null) {
      bars.add(Bar.atMost("cold: most loads of a key", crowd.most(), 1L));
      bars.add(Bar.atMost("cold: 99 % (ms)", own.millis(99), Cold.LOAD.toMillis() + 15.0));
    }
  }

  /** What is left of it where nobody gives the store up so soon. */
  private void patient(Cold.@Nullable Seen crowd, Cold.@Nullable Seen few) {
    if (crowd != null && few != null) {
      rows.add(own("cold, 8 x 50, deadline 2 s: loads", "a key", crowd.average()));
      rows.add(own("cold, 8 x 50, deadline 2 s: most loads", "a key", (double) crowd.most()));
      rows.add(own("cold, 8 x 5, deadline 2 s: 99 %", "ms", few.millis(99)));
    }
  }

  private static Row cold(
      String name,
      String unit,
      List<Reader> readers,
      Map<Rival, Cold.Seen> seen,
      ToDoubleFunction<Cold.Seen> number) {
    List<@Nullable Double> values = new ArrayList<>();
    for (Reader reader : readers) {
      values.add(
          seen.entrySet().stream()
              .filter(it -> it.getKey().title().equals(reader.name()))
              .findFirst()
              .map(it -> (Double) number.applyAsDouble(it.getValue()))
              .orElse(null));
    }
    return new Row(name, unit, values);
  }

  private void commands(BenchRedis redis) {
    try (Commands commands = new Commands(redis)) {
      command("hit", commands.hit(), 1);
      double miss = commands.miss();
      command("miss", miss, 3);
      command("miss while another loads", commands.waiter(miss), 4);
      command("invalidate", commands.invalidate(), 1);
      command("put", commands.put(), 1);
      long overhead = commands.overhead();
      rows.add(own("bytes besides key and payload", "bytes", (double) overhead));
      bars.add(Bar.atMost("bytes besides key and payload", overhead, 24L));
    }
  }

  private void command(String what, double measured, double limit) {
    rows.add(own("commands, " + what, "", measured));
    bars.add(Bar.atMost("commands, " + what, measured, limit));
  }

  private static Row own(String name, String unit, double value) {
    return new Row(name, unit, Arrays.asList(value, null, null, null, null));
  }
}
