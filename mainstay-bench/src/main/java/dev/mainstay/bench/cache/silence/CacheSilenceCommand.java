package dev.mainstay.bench.cache.silence;

import dev.mainstay.bench.cache.rivals.MainstayCache;
import dev.mainstay.bench.cache.silence.Silenced.Seen;
import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A store that stands still (SIGSTOP) under reads: who fails, and how long they wait for it. */
@Command(
    name = "silence",
    description = "Stops the store under reads whose loader works (about 15 s).",
    mixinStandardHelpOptions = true)
public final class CacheSilenceCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "How long the store stands still (${DEFAULT-VALUE}).")
  private int seconds = 5;

  /** For picocli. */
  public CacheSilenceCommand() {}

  @Override
  public Integer call() {
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin();
        MainstayCache mainstay = new MainstayCache(MainstayCache.engine(redis.url()))) {
      Silenced silenced = new Silenced(mainstay.cache("silence"), redis);
      Seen seen = silenced.run(Duration.ofSeconds(seconds));
      return output.show(report(seen, admin.info("server").get("redis_version") + ""));
    }
  }

  private Report report(Seen seen, String version) {
    List<String> conditions = new ArrayList<>(Output.machine(version));
    conditions.add(
        "8 threads that read every millisecond; a loader that takes no time; stopped for %d s"
            .formatted(seconds));
    return new Report(
        "cache-silence",
        "Reads without a store",
        conditions,
        List.of("Mainstay"),
        List.of(
            row("reads in the first second", "", (double) seen.first().getTotalCount()),
            row("added to them, median", "ms", millis(seen.first().getValueAtPercentile(50))),
            row("added to them, 99 %", "ms", millis(seen.first().getValueAtPercentile(99))),
            row("slowest of them", "ms", millis(seen.first().getMaxValue())),
            row("reads afterwards", "", (double) seen.later().getTotalCount()),
            row("added to them, median", "ms", millis(seen.later().getValueAtPercentile(50))),
            row("added to them, 99 %", "ms", millis(seen.later().getValueAtPercentile(99))),
            row("slowest of them", "ms", millis(seen.later().getMaxValue())),
            row("reads that threw", "", (double) seen.failed()),
            row("all from the store again after", "ms", seen.back().toNanos() / 1e6)),
        List.of(
            Bar.atMost("reads that threw", seen.failed(), 0L),
            Bar.atMost(
                "first second, 99 % (ms)", millis(seen.first().getValueAtPercentile(99)), 50),
            Bar.atMost("afterwards, 99 % (ms)", millis(seen.later().getValueAtPercentile(99)), 1)));
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  private static Row row(String name, String unit, double value) {
    return new Row(name, unit, List.of(value));
  }
}
