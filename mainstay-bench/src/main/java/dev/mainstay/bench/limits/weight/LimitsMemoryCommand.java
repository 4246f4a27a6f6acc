package dev.mainstay.bench.limits.weight;

import dev.mainstay.bench.limits.rivals.Bucket4jRival;
import dev.mainstay.bench.limits.rivals.MainstayRival;
import dev.mainstay.bench.limits.rivals.RedissonRival;
import dev.mainstay.bench.limits.rivals.Rival;
import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bytes of a limit by {@code used_memory} and {@code MEMORY USAGE}, beside the peers. */
@Command(
    name = "limits-memory",
    description = "Weighs limits in Redis, beside bucket4j and Redisson (about 2 min).",
    mixinStandardHelpOptions = true)
public final class LimitsMemoryCommand implements Callable<Integer> {
  private static final int PARTS = 10;

  @Mixin private Output output = new Output();

  @Option(
      names = "--keys",
      defaultValue = "100000",
      description = "How many keys; where each holds 100 takes, a twentieth (${DEFAULT-VALUE}).")
  private int keys = 100_000;

  /** For picocli. */
  public LimitsMemoryCommand() {}

  @Override
  public Integer call() {
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin();
        MainstayRival mainstay = new MainstayRival(redis.url());
        Bucket4jRival bucket4j = Bucket4jRival.plain(redis.url());
        RedissonRival redisson = new RedissonRival(redis)) {
      List<Filling> fillings = Filling.of(mainstay, bucket4j, redisson);
      List<Row> rows = new ArrayList<>();
      try (Progress progress = new Progress(fillings.size() * PARTS)) {
        fillings.forEach(filling -> rows.add(weigh(filling, admin, progress)));
      }
      return output.show(report(rows, admin.info("server").getOrDefault("redis_version", "?")));
    }
  }

  private Row weigh(Filling filling, Resp admin, Progress progress) {
    int count = Math.max(PARTS, (int) (keys * filling.share()));
    try {
      // The first opens connections, publishes rules and whatever else is there once.
      filling.take().accept(count);
      long before = used(admin);
      for (int part = 0; part < PARTS; part++) {
        progress.step(filling.name());
        IntStream.range(part * (count / PARTS), (part + 1) * (count / PARTS))
            .parallel()
            .forEach(filling.take());
      }
      long filled = count / PARTS * (long) PARTS;
      double used = (used(admin) - before) / (double) filled;
      return new Row(filling.name(), "bytes", List.of(used, usage(admin)));
    } finally {
      admin.call("FLUSHALL", "SYNC");
    }
  }

  private static long used(Resp admin) {
    return Long.parseLong(admin.info("memory").getOrDefault("used_memory", "0"));
  }

  /** All keys of the first customer, by the server's own word. */
  private static double usage(Resp admin) {
    List<?> own = (List<?>) Objects.requireNonNull(admin.call("KEYS", "*" + Rival.key(0) + "*"));
    return own.stream()
        .mapToDouble(key -> admin.number("MEMORY", "USAGE", (String) key, "SAMPLES", "0"))
        .sum();
  }

  private Report report(List<Row> rows, String version) {
    List<String> conditions = new ArrayList<>(Output.machine(version));
    conditions.add(
        "%,d keys of 16 bytes, a twentieth where each holds 100 takes; Redis' own settings"
            .formatted(keys));
    return new Report(
        "limits-memory",
        "What a limit weighs",
        conditions,
        List.of("used_memory", "MEMORY USAGE"),
        rows,
        List.of());
  }
}
