package dev.mainstay.bench.limits.silence;

import dev.mainstay.Mainstay;
import dev.mainstay.bench.limits.silence.Silenced.Seen;
import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.OnSilence;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A store that stands still (SIGSTOP) under takes: who waits how long, and what is decided. */
@Command(
    name = "limits-silence",
    description = "Stops the store under takes, once for each answer to its silence (about 25 s).",
    mixinStandardHelpOptions = true)
public final class LimitsSilenceCommand implements Callable<Integer> {
  /** Of each key, so that who decides alone has something to refuse. */
  private static final Limit LIMIT = Limit.gcra(1_000, Duration.ofSeconds(1));

  private static final Duration SLACK = Duration.ofMillis(5);

  @Mixin private Output output = new Output();

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "How long the store stands still (${DEFAULT-VALUE}).")
  private int seconds = 3;

  /** For picocli. */
  public LimitsSilenceCommand() {}

  @Override
  public Integer call() {
    Map<OnSilence, Seen> seen = new EnumMap<>(OnSilence.class);
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin();
        Progress progress = new Progress(OnSilence.values().length)) {
      RedisOptions options = RedisOptions.parse(redis.url());
      for (OnSilence by : OnSilence.values()) {
        progress.step("the store is silent: " + word(by));
        try (Mainstay mainstay = Mainstay.on(RedisEngine.connect(options))) {
          Limiter limiter = mainstay.limiter(word(by), LIMIT.onSilence(by));
          Silenced silenced = new Silenced(limiter, redis, Duration.ofSeconds(seconds));
          seen.put(by, silenced.run(options.readDeadline()));
        }
      }
      String version = admin.info("server").getOrDefault("redis_version", "?");
      return output.show(report(seen, options.readDeadline(), version));
    }
  }

  private static String word(OnSilence by) {
    return by.name().toLowerCase(Locale.ROOT);
  }

  private Report report(Map<OnSilence, Seen> seen, Duration deadline, String version) {
    List<String> conditions = new ArrayList<>(Output.machine(version));
    conditions.add(
        "8 threads, 64 keys of 1,000 a second; the store stopped for %d s; deadline %d ms"
            .formatted(seconds, deadline.toMillis()));
    List<Row> rows =
        List.of(
            row(seen, "decisions in the silence", "per second", LimitsSilenceCommand::perSecond),
            row(seen, "let in of them", "%", it -> 100.0 * it.allowed() / it.undecided()),
            row(seen, "latency, median", "µs", it -> percentile(it, 50)),
            row(seen, "latency, 99 %", "µs", it -> percentile(it, 99)),
            row(seen, "slowest", "ms", it -> it.latencies().getMaxValue() / 1e6),
            row(seen, "first fresh decision after", "ms", it -> it.freshAfter().toNanos() / 1e6),
            row(seen, "only fresh decisions after", "ms", it -> it.staleFor().toNanos() / 1e6));
    List<Bar> bars = new ArrayList<>();
    seen.forEach((by, it) -> bars.addAll(bars(by, it, deadline)));
    List<String> columns = Arrays.stream(OnSilence.values()).map(it -> word(it)).toList();
    return new Report(
        "limits-silence", "Decisions without a store", conditions, columns, rows, bars);
  }

  private static List<Bar> bars(OnSilence by, Seen it, Duration deadline) {
    String word = word(by) + ": ";
    List<Bar> bars = new ArrayList<>();
    double bound = deadline.plus(SLACK).toNanos() / 1e6;
    bars.add(Bar.atMost(word + "latency, 99 % (ms)", percentile(it, 99) / 1e3, bound));
    bars.add(Bar.atLeast(word + "decisions a second", perSecond(it), 50_000));
    bars.add(Bar.atMost(word + "fresh again after (ms)", it.staleFor().toNanos() / 1e6, 1_000));
    long wrong =
        switch (by) {
          case PASS -> it.undecided() - it.allowed();
          case REFUSE -> it.allowed();
          case ALONE -> Math.max(0, it.allowed() - bound(it.nanos()));
        };
    bars.add(Bar.atMost(word + "decided otherwise", wrong, 0));
    return bars;
  }

  /** What one process may let in alone: the burst of each key, and what comes back meanwhile. */
  private static long bound(long nanos) {
    long back = (long) Math.ceil(nanos / 1e9 * LIMIT.permits());
    return Silenced.KEYS * (LIMIT.permits() + back);
  }

  private static double perSecond(Seen it) {
    return it.undecided() / (it.nanos() / 1e9);
  }

  private static double percentile(Seen it, double percent) {
    return it.latencies().getValueAtPercentile(percent) / 1e3;
  }

  private static Row row(
      Map<OnSilence, Seen> seen, String name, String unit, ToDoubleFunction<Seen> number) {
    List<@Nullable Double> values = new ArrayList<>();
    seen.values().forEach(it -> values.add(number.applyAsDouble(it)));
    return new Row(name, unit, values);
  }
}
