package dev.mainstay.bench.events;

import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedOptions.Transport;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.StoreRole;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.sessions.SessionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Expiries told by several processes. In the middle of them one is killed, and later the store is
 * killed too, which comes back with its data.
 */
@Command(
    name = "events",
    description =
        "50,000 expiries over four processes, one and the store killed (about 3 minutes).",
    mixinStandardHelpOptions = true)
public final class EventsCommand implements Callable<Integer> {
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final double LIMIT = 3;

  @Mixin private Output output = new Output();

  @Option(
      names = "--sessions",
      defaultValue = "50000",
      description = "How many sessions expire (${DEFAULT-VALUE}).")
  private int sessions = 50_000;

  @Option(
      names = "--seconds",
      defaultValue = "80",
      description = "Over how long a time, evenly (${DEFAULT-VALUE}).")
  private int seconds = 80;

  @Option(
      names = "--processes",
      defaultValue = "4",
      description = "How many tell them (${DEFAULT-VALUE}).")
  private int processes = 4;

  private final Ledger expired = new Ledger();
  private final Ledger created = new Ledger();
  private final Map<Long, String> marks = new LinkedHashMap<>();

  /** For picocli. */
  public EventsCommand() {}

  @Override
  public Integer call() throws IOException {
    EmbeddedOptions options =
        EmbeddedOptions.ephemeral()
            .withRoles(StoreRole.STATE)
            .withTransport(Transport.LOOPBACK)
            .withBinary(output.redisServer());
    List<EventsProcess> tellers = new ArrayList<>();
    try (EmbeddedRedis redis = EmbeddedRedis.start(options)) {
      String server;
      Set<String> ids;
      try (RedisEngine engine = RedisEngine.connect(Starts.patient(redis.state().url()))) {
        server = engine.facts().version();
        for (int i = 0; i < processes; i++) {
          tellers.add(EventsProcess.start(redis.state(), this::heard));
        }
        ids = run(redis, engine, tellers);
      } finally {
        tellers.forEach(EventsProcess::close);
      }
      draw();
      return output.show(report(server, ids));
    }
  }

  private void heard(Told told) {
    (told.expired() ? expired : created).add(told);
  }

  /** The ids of the sessions that were started. */
  private Set<String> run(EmbeddedRedis redis, RedisEngine engine, List<EventsProcess> tellers) {
    SessionPolicy policy = SessionPolicy.idle(IDLE).events(true);
    long first = IDLE.toSeconds();
    long kill = first + seconds * 3L / 8;
    long restart = first + seconds * 3L / 4;
    long begun = System.nanoTime();
    try (Starts starts = new Starts(engine, policy, sessions, seconds);
        Progress progress = new Progress((int) first + seconds)) {
      for (long second = 0; second < limit() && !isOver(starts.ids()); second++) {
        progress.step("%,d created, %,d expired".formatted(created.sessions(), expired.sessions()));
        if (second == kill) {
          tellers.get(0).kill();
          mark("a process is killed");
        } else if (second == restart) {
          ProcessHandle.of(redis.status(StoreRole.STATE).pid())
              .ifPresent(ProcessHandle::destroyForcibly);
          mark("the store is killed");
        }
        BenchRedis.pause(
            Duration.ofNanos(begun + (second + 1) * 1_000_000_000 - System.nanoTime()));
      }
      return starts.ids();
    }
  }

  private boolean isOver(Set<String> ids) {
    return ids.size() == sessions && expired.missing(ids) + created.missing(ids) == 0;
  }

  private long limit() {
    return IDLE.toSeconds() + seconds + LONGEST.toSeconds();
  }

  private void mark(String what) {
    marks.put(System.currentTimeMillis() / 1_000, what);
  }

  private void draw() throws IOException {
    Map<Integer, String> seconds = new LinkedHashMap<>();
    marks.forEach((at, what) -> seconds.put((int) (at - expired.firstSecond()), what));
    Path svg = output.folder().resolve("events-per-second.svg");
    Files.createDirectories(output.folder());
    Files.writeString(
        svg, Timeline.svg("Expiries told in each second", expired.perSecond(), LIMIT, seconds));
    System.out.println("Written: " + svg);
  }

  private Report report(String server, Set<String> ids) {
    int[] load = expired.perSecond();
    double mean = Arrays.stream(load).average().orElse(1);
    int busiest = Arrays.stream(load).max().orElse(0);
    long lost = expired.missing(ids) + created.missing(ids);
    List<String> conditions = new ArrayList<>(Output.machine(server));
    conditions.add(
        "%d processes; one killed with SIGKILL, the store once with SIGKILL".formatted(processes));
    return new Report(
        "events",
        "Events of sessions",
        conditions,
        List.of("created", "expired"),
        List.of(
            row("sessions", "", ids.size(), ids.size()),
            row("told", "", created.told(), expired.told()),
            row("lost", "", created.missing(ids), expired.missing(ids)),
            row("told again, flagged", "", flagged(created), flagged(expired)),
            row("told again, not flagged", "", created.unflagged(), expired.unflagged()),
            row("the busiest second", "events", busiest(created), busiest),
            row("seconds", "", created.perSecond().length, load.length)),
        List.of(
            Bar.atLeast("sessions that were started", (double) ids.size(), (double) sessions),
            Bar.atMost("events lost", lost, 0L),
            Bar.atMost("duplicates without a flag", created.unflagged() + expired.unflagged(), 0L),
            Bar.atMost("expiries in the busiest second, to the mean", busiest / mean, LIMIT)));
  }

  private static long flagged(Ledger ledger) {
    return ledger.duplicates() - ledger.unflagged();
  }

  private static int busiest(Ledger ledger) {
    return Arrays.stream(ledger.perSecond()).max().orElse(0);
  }

  private static Row row(String name, String unit, long created, long expired) {
    return new Row(name, unit, List.of((double) created, (double) expired));
  }
}
