package dev.mainstay.bench.throughput;

import dev.mainstay.bench.peers.SpringStore;
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
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How many sessions a second are found and kept alive, beside a raw GETEX and Spring Session.
 *
 * <p>All take turns on one server. A session is idle while the others have theirs, for longer than
 * a quarter of its idle time: so in each round Mainstay owes each session one touch, about as many
 * for a find as a session does that is used every four seconds with an idle time of 30 minutes.
 */
@Command(
    name = "throughput",
    description = "Finds and touches sessions, beside a raw GETEX and Spring Session (about 70 s).",
    mixinStandardHelpOptions = true)
public final class ThroughputCommand implements Callable<Integer> {
  private static final Duration IDLE = Duration.ofSeconds(20);

  @Mixin private Output output = new Output();

  @Option(
      names = "--threads",
      defaultValue = "32",
      description = "How many threads ask at once (${DEFAULT-VALUE}).")
  private int threads = 32;

  @Option(
      names = "--sessions",
      defaultValue = "1000",
      description = "How many sessions they ask for (${DEFAULT-VALUE}).")
  private int sessions = 1_000;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How many rounds the medians are of (${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "How long a round of each is (${DEFAULT-VALUE}).")
  private int seconds = 2;

  /** For picocli. */
  public ThroughputCommand() {}

  @Override
  public Integer call() {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin()) {
      List<Contestant> contestants = contestants(redis, admin);
      List<List<Round>> results = measure(contestants, admin, pool);
      return output.show(report(contestants, results, admin));
    } finally {
      pool.shutdownNow();
    }
  }

  private List<Contestant> contestants(BenchRedis redis, Resp admin) {
    MainstayFind mainstay = new MainstayFind(redis, sessions, IDLE);
    int bytes = payload(admin, mainstay.firstId());
    return List.of(
        mainstay,
        new RawGetex(redis, sessions, IDLE, bytes),
        new SpringFind<>(SpringStore.simple(redis, IDLE), sessions),
        new SpringFind<>(SpringStore.indexed(redis, IDLE), sessions));
  }

  /** The bytes of all fields and values of a session. */
  private static int payload(Resp admin, String id) {
    List<?> keys = (List<?>) Objects.requireNonNull(admin.call("KEYS", "*:s:" + id));
    List<?> hash = (List<?>) Objects.requireNonNull(admin.call("HGETALL", (String) keys.get(0)));
    return hash.stream().mapToInt(part -> ((String) part).length()).sum();
  }

  private List<List<Round>> measure(
      List<Contestant> contestants, Resp admin, ExecutorService pool) {
    List<List<Round>> results = new ArrayList<>();
    contestants.forEach(any -> results.add(new ArrayList<>()));
    try (Progress progress = new Progress((rounds + 1) * contestants.size())) {
      for (int round = 0; round <= rounds; round++) {
        for (int i = 0; i < contestants.size(); i++) {
          Contestant contestant = contestants.get(i);
          progress.step((round == 0 ? "warming up " : "measuring ") + contestant.name());
          Round result = Round.of(contestant, sessions, pool, threads, Duration.ofSeconds(seconds));
          if (round > 0) {
            results.get(i).add(result);
          }
        }
        if (round == 0) {
          admin.call("CONFIG", "RESETSTAT");
        }
      }
    } finally {
      contestants.forEach(Contestant::close);
    }
    return results;
  }

  private Report report(List<Contestant> contestants, List<List<Round>> results, Resp admin) {
    List<@Nullable Double> speeds = medians(results, Round::perSecond);
    double mainstay = Objects.requireNonNull(speeds.get(0));
    List<@Nullable Double> ratios = new ArrayList<>();
    speeds.forEach(speed -> ratios.add(mainstay / Objects.requireNonNull(speed)));
    List<Row> rows =
        List.of(
            new Row("find and touch", "per second", speeds),
            new Row("Mainstay is faster by", "times", ratios),
            new Row("latency, median", "µs", medians(results, Round::median)),
            new Row("latency, 99 %", "µs", medians(results, Round::slow)),
            new Row("garbage", "bytes each", medians(results, Round::allocated)));
    List<String> conditions =
        new ArrayList<>(Output.machine(admin.info("server").getOrDefault("redis_version", "?")));
    conditions.add(
        "%d threads, %d sessions, medians of %d rounds of %d s in turns; %s"
            .formatted(threads, sessions, rounds, seconds, touches(admin)));
    return new Report(
        "throughput",
        "Sessions found and touched",
        conditions,
        contestants.stream().map(Contestant::name).toList(),
        rows,
        List.of(
            bar("raw GETEX", ratios.get(1), 0.85),
            bar("Spring simple", ratios.get(2), 4),
            bar("Spring indexed", ratios.get(3), 8)));
  }

  private static Bar bar(String beside, @Nullable Double ratio, double limit) {
    return Bar.atLeast("Mainstay / " + beside, Objects.requireNonNull(ratio), limit);
  }

  private static String touches(Resp admin) {
    String stat = admin.info("commandstats").getOrDefault("cmdstat_evalsha", "calls=0,");
    return stat.substring("calls=".length(), stat.indexOf(',')) + " touches by Mainstay";
  }

  private static List<@Nullable Double> medians(
      List<List<Round>> results, ToDoubleFunction<Round> number) {
    List<@Nullable Double> medians = new ArrayList<>();
    for (List<Round> rounds : results) {
      double[] sorted = rounds.stream().mapToDouble(number).sorted().toArray();
      medians.add(sorted[sorted.length / 2]);
    }
    return medians;
  }
}
