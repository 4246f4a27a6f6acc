package dev.mainstay.bench.races;

import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Endless;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.tck.races.LocalStable;
import dev.mainstay.tck.races.RaceReport;
import dev.mainstay.tck.races.Remains;
import dev.mainstay.tck.races.SessionRaces;
import dev.mainstay.tck.races.Stable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Races of load, commit, touch, rotate, logout and expiry from several processes. */
@Command(
    name = "races",
    description = "100,000 races for sessions from three processes (about 4 minutes).",
    mixinStandardHelpOptions = true)
public final class RacesCommand implements Callable<Integer> {
  private static final int PART = 1_000;
  private static final Duration SLOT = Duration.ofNanos(1_500_000);

  @Mixin private Output output = new Output();

  @Option(
      names = "--trials",
      defaultValue = "100000",
      description = "How many races (${DEFAULT-VALUE}).")
  private int trials = 100_000;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "What decides who does what when (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--processes",
      defaultValue = "3",
      description = "How many race, this one with them (${DEFAULT-VALUE}).")
  private int processes = 3;

  /** For picocli. */
  public RacesCommand() {}

  @Override
  public Integer call() {
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin()) {
      List<Engine> engines = Racers.engines(redis.url());
      List<Stable> stables = new ArrayList<>(List.of(new LocalStable(engines)));
      for (int i = 1; i < processes; i++) {
        stables.add(Racers.start(redis.url()));
      }
      Remains remains = remains(admin);
      try {
        RaceReport sum = race(new SessionRaces(engines.get(0), stables, remains, SLOT));
        return output.show(report(sum, planted(engines, remains)));
      } finally {
        stables.forEach(Stable::close);
        engines.forEach(Engine::close);
      }
    }
  }

  /** Of parts, for the progress; the judge counts on from one to the next. */
  private RaceReport race(SessionRaces races) {
    int parts = Math.max(1, trials / PART);
    try (Progress progress = new Progress(parts)) {
      for (int part = 1; part < parts; part++) {
        progress.step("racing");
        races.run(seed + part, PART);
      }
      return races.run(seed, Math.min(PART, trials));
    }
  }

  /** How many races a planted fault needs to be found; 0 where it is not. */
  private int planted(List<Engine> engines, Remains remains) {
    List<Engine> faulty = engines.stream().map(Planted::in).toList();
    SessionRaces races =
        new SessionRaces(engines.get(0), List.of(new LocalStable(faulty)), remains, SLOT);
    for (int raced = 250; raced <= Math.max(trials, 250); raced += 250) {
      if (!races.run(seed + raced, 250).wrongs().isEmpty()) {
        return raced;
      }
    }
    return 0;
  }

  private static Remains remains(Resp admin) {
    return new Remains() {
      @Override
      public boolean isThere(SessionKey key) {
        String name = new String(SessionKeys.session(key), StandardCharsets.ISO_8859_1);
        return admin.number("EXISTS", name) > 0;
      }

      @Override
      public List<String> endless() {
        return Endless.keys(admin);
      }
    };
  }

  private Report report(RaceReport sum, int planted) {
    sum.wrongs().stream().limit(5).forEach(System.out::println);
    return new Report(
        "races",
        "Races for sessions",
        List.of(processes + " processes; seed " + seed),
        List.of("Mainstay"),
        List.of(
            row("races", trials),
            row("operations", sum.deeds()),
            row("pairs that overlapped", sum.overlaps()),
            row("changes that overlapped with an end", sum.closeCalls()),
            row("resurrections and all else that is wrong", sum.wrongs().size()),
            row("races until a planted fault was found", planted)),
        List.of(
            Bar.atMost("wrong", sum.wrongs().size(), 0L),
            Bar.atLeast("planted faults found", planted > 0 ? 1.0 : 0.0, 1)));
  }

  private static Row row(String name, long count) {
    return new Row(name, "", List.of((double) count));
  }
}
