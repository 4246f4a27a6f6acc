package dev.mainstay.bench.cache.source;

import dev.mainstay.bench.cache.rivals.MainstayCache;
import dev.mainstay.bench.cache.source.DeadSource.Seen;
import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.cache.Freshness;
import dev.mainstay.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A source that is down under reads: how often it is asked, and what readers notice. */
@Command(
    name = "source",
    description = "Takes the source of a cache down under reads (about 30 s).",
    mixinStandardHelpOptions = true)
public final class CacheSourceCommand implements Callable<Integer> {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Freshness FRESH = Freshness.of(DeadSource.FRESH).jitter(0);

  @Mixin private Output output = new Output();

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "How long the source is down (${DEFAULT-VALUE}).")
  private int seconds = 5;

  /** For picocli. */
  public CacheSourceCommand() {}

  @Override
  public Integer call() {
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin();
        MainstayCache mainstay = new MainstayCache(MainstayCache.engine(redis.url()))) {
      List<Seen> seen = new ArrayList<>();
      // Only the last has a breaker.
      seen.add(run(mainstay, "fresh", FRESH));
      seen.add(run(mainstay, "while", FRESH.staleWhileRevalidate(LONG)));
      seen.add(run(mainstay, "error", FRESH.staleIfError(LONG)));
      return output.show(report(seen, admin.info("server").get("redis_version") + ""));
    }
  }

  private Seen run(MainstayCache mainstay, String name, Freshness freshness) {
    Codec<Long> codec = Codec.json(Long.class);
    return new DeadSource(mainstay.cache(name, freshness, codec)).run(Duration.ofSeconds(seconds));
  }

  private Report report(List<Seen> seen, String version) {
    List<String> conditions = new ArrayList<>(Output.machine(version));
    conditions.add(
        "%d threads that read one of %d keys every millisecond, fresh for %d ms; down for %d s"
            .formatted(DeadSource.THREADS, DeadSource.KEYS, DeadSource.FRESH.toMillis(), seconds));
    conditions.add("a source that is down refuses after 50 ms");
    Seen guarded = seen.get(2);
    return new Report(
        "cache-source",
        "Reads without a source",
        conditions,
        List.of("nothing stale", "staleWhileRevalidate", "staleIfError"),
        List.of(
            row("loads per second", "", seen, one -> (double) one.loads() / seconds),
            row("reads", "", seen, one -> (double) one.reads().getTotalCount()),
            row("reads that threw", "", seen, one -> (double) one.failed()),
            row("took, median", "ms", seen, one -> millis(one, 50)),
            row("took, 99 %", "ms", seen, one -> millis(one, 99)),
            row("slowest", "ms", seen, one -> millis(one, 100)),
            row("nothing old is answered after", "ms", seen, one -> one.fresh().toNanos() / 1e6)),
        List.of(
            Bar.atMost("staleIfError: reads that threw", guarded.failed(), 0L),
            Bar.atMost("staleIfError: loads", guarded.loads(), 40L + 2L * seconds),
            Bar.atMost("staleIfError: old after (ms)", guarded.fresh().toNanos() / 1e6, 2_000)));
  }

  private static double millis(Seen seen, double percentile) {
    return seen.reads().getValueAtPercentile(percentile) / 1e6;
  }

  private static Row row(String name, String unit, List<Seen> seen, ToDoubleFunction<Seen> value) {
    List<@Nullable Double> values = new ArrayList<>();
    seen.forEach(one -> values.add(value.applyAsDouble(one)));
    return new Row(name, unit, values);
  }
}
