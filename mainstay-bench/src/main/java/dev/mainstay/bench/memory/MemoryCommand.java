package dev.mainstay.bench.memory;

import dev.mainstay.bench.peers.MainstayPeer;
import dev.mainstay.bench.peers.Sample;
import dev.mainstay.bench.peers.SpringStore;
import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bytes of a session by {@code used_memory_dataset}, beside Spring Session. */
@Command(
    name = "memory",
    description = "Weighs sessions in Redis, beside Spring Session (about 40 s).",
    mixinStandardHelpOptions = true)
public final class MemoryCommand implements Callable<Integer> {
  private static final Duration IDLE = Duration.ofHours(2);

  @Mixin private Output output = new Output();

  @Option(
      names = "--sessions",
      defaultValue = "40000",
      description = "How many sessions, each of another user (${DEFAULT-VALUE}).")
  private int sessions = 40_000;

  /** For picocli. */
  public MemoryCommand() {}

  @Override
  public Integer call() {
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin()) {
      return output.show(report(admin, weighAll(redis, admin)));
    }
  }

  private List<Weight> weighAll(BenchRedis redis, Resp admin) {
    List<Weight> weights = new ArrayList<>();
    try (Progress progress = new Progress(30)) {
      for (Filling filling : fillings(redis)) {
        weights.add(weigh(filling, admin, progress));
      }
    }
    return weights;
  }

  /** What a session takes. */
  private record Weight(double bytes, double keys) {}

  /** Somebody who stores sessions. */
  private record Filling(String name, IntConsumer start, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  private static List<Filling> fillings(BenchRedis redis) {
    MainstayPeer mainstay = new MainstayPeer(redis.url(), IDLE);
    Sessions own = mainstay.sessions();
    IntConsumer start = i -> own.start(start(i));
    return List.of(
        new Filling("Mainstay", start, mainstay::close),
        spring(SpringStore.simple(redis, IDLE)),
        spring(SpringStore.indexed(redis, IDLE)));
  }

  private static SessionStart start(int number) {
    return SessionStart.of(Sample.user(number)).attributes(Sample.attributes(number));
  }

  private static <S extends Session> Filling spring(SpringStore<S> store) {
    SessionRepository<S> repository = store.repository();
    return new Filling(store.name(), i -> Sample.start(repository, i), store::close);
  }

  private Weight weigh(Filling filling, Resp admin, Progress progress) {
    try (filling) {
      // The first opens connections and whatever else is there once.
      filling.start.accept(sessions);
      long before = dataset(admin);
      long keysBefore = admin.number("DBSIZE");
      int tenth = Math.max(1, sessions / 10);
      for (int from = 0; from < sessions; from += tenth) {
        progress.step(filling.name);
        int to = Math.min(sessions, from + tenth);
        IntStream.range(from, to).parallel().forEach(filling.start);
      }
      return new Weight(
          (dataset(admin) - before) / (double) sessions,
          (admin.number("DBSIZE") - keysBefore) / (double) sessions);
    } finally {
      admin.call("FLUSHALL", "SYNC");
    }
  }

  private static long dataset(Resp admin) {
    return Long.parseLong(admin.info("memory").getOrDefault("used_memory_dataset", "0"));
  }

  private Report report(Resp admin, List<Weight> weights) {
    double own = weights.get(0).bytes;
    String version = admin.info("server").getOrDefault("redis_version", "?");
    List<String> conditions = new ArrayList<>(Output.machine(version));
    conditions.add(
        "used_memory_dataset over "
            + sessions
            + " sessions, one a user, three attributes of at most 32 bytes; Redis' own settings");
    return new Report(
        "memory",
        "What a session weighs",
        conditions,
        List.of("Mainstay", "Spring simple", "Spring indexed"),
        List.of(
            row("a session with its index", "bytes", weights, Weight::bytes),
            row("beside Mainstay", "times", weights, weight -> weight.bytes / own),
            row("keys of a session", "keys", weights, Weight::keys)),
        List.of(Bar.atMost("bytes of a session", own, 700)));
  }

  private static Row row(
      String name, String unit, List<Weight> weights, ToDoubleFunction<Weight> number) {
    List<@Nullable Double> values = new ArrayList<>();
    weights.forEach(weight -> values.add(number.applyAsDouble(weight)));
    return new Row(name, unit, values);
  }
}
