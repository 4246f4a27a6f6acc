package dev.mainstay.bench.partition;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.faults.Fault;
import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.HiccupMeter;
import dev.mainstay.chaos.history.History;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.invariants.Checker;
import dev.mainstay.chaos.invariants.Evidence;
import dev.mainstay.chaos.invariants.Invariants;
import dev.mainstay.chaos.invariants.Losses;
import dev.mainstay.chaos.invariants.Verdict;
import dev.mainstay.chaos.load.Client;
import dev.mainstay.chaos.load.Deadlines;
import dev.mainstay.chaos.load.Ticket;
import dev.mainstay.chaos.load.Walk;
import dev.mainstay.embedded.StoreAddress;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.StoreState.Condition;
import dev.mainstay.server.logs.Logs;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process with users, which is cut off from its store. It reads the store's address from its
 * standard input and then, line by line, when it was cut off and when that was over; at the end it
 * says what it saw.
 */
public final class Replica implements Fault {
  static final String READY = "ready";
  static final String CUT = "cut ";
  static final String HEALED = "healed ";

  private static final int WALKS = 24;
  private static final int OPERATIONS = 5_000_000;
  private static final Duration PACE = Duration.ofMillis(40);
  private static final Duration BACK = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(5);

  /** So long after its client gave up a request may still come, through the kernel's buffers. */
  private static final Duration LATE = Duration.ofSeconds(30);

  private final History history = new History(OPERATIONS);
  private final long origin = System.nanoTime() - history.now();
  private final List<Long> away = new ArrayList<>();
  private final List<Strike> strikes = new ArrayList<>();

  private Replica() {}

  /** Serves until its input ends. */
  public static void main(String[] args) throws IOException {
    Logs.configure("error", "text");
    Seen seen = new Replica().run(StoreAddress.readFrom(System.in).url());
    System.out.println(JsonMapper.shared().writeValueAsString(seen));
  }

  @Override
  public String name() {
    return "CUT";
  }

  @Override
  public Duration recovery() {
    return BACK;
  }

  @Override
  public boolean explains(Operation operation) {
    return true;
  }

  private Seen run(String url) throws IOException {
    try (HiccupMeter meter = HiccupMeter.start(history::now);
        Attempts attempts = Attempts.watch(history::now);
        RedisEngine engine = RedisEngine.connect(url);
        Mainstay mainstay = Mainstay.on(engine)) {
      Sessions sessions = mainstay.sessions("cut", SessionPolicy.DEFAULT.limit(1_000));
      Ticket shared = new Client("first", history).start(sessions, "shared").ticket().orElseThrow();
      Walk.Setting setting = new Walk.Setting(1, List.of(sessions), shared, history, PACE);
      List<Walk> walks = IntStream.range(0, WALKS).mapToObj(i -> new Walk(i, setting)).toList();
      walks.forEach(walk -> daemon(walk, "walk"));
      daemon(() -> watch(engine), "watch");
      hear();
      walks.forEach(Walk::stop);
      Pause.of(BACK);
      Evidence evidence = new Evidence("seed 1", history.operations(), strikes, meter.hiccups());
      return seen(checker().check(evidence), attempts);
    }
  }

  private static void daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Notes each instant at which the engine's store is not up. */
  private void watch(RedisEngine engine) {
    while (!Thread.currentThread().isInterrupted()) {
      if (engine.state().condition() != Condition.UP) {
        synchronized (away) {
          away.add(history.now());
        }
      }
      Pause.of(LOOK);
    }
  }

  private void hear() throws IOException {
    System.out.println(READY);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    long cut = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(CUT)) {
        cut = Long.parseLong(line.substring(CUT.length())) - origin;
      } else {
        long healed = Long.parseLong(line.substring(HEALED.length())) - origin;
        strikes.add(new Strike(this, cut, healed));
      }
    }
  }

  private static Checker checker() {
    return Checker.of(Invariants.ofSessions(Losses.NONE, LATE))
        .and(Invariants.nobodyIsAnsweredMeanwhile())
        .and(Invariants.everybodyIsServedAgain())
        .and(Invariants.failuresHaveACause())
        .and(Invariants.deadlinesHold(Deadlines.USUAL));
  }

  private Seen seen(Verdict verdict, Attempts attempts) {
    List<Operation> operations = verdict.evidence().operations();
    return new Seen(
        strikes.stream().map(strike -> cut(strike, operations)).toList(),
        operations.size(),
        operations.stream().filter(it -> it.outcome().isOk()).count(),
        operations.stream().filter(it -> !it.outcome().mayBeDone()).count(),
        attempts.busiestSecond(strikes.isEmpty() ? 0 : strikes.get(0).begin()),
        verdict.findings().stream()
            .map(it -> new Seen.Found(it.name(), it.opportunities(), it.violations().size()))
            .toList(),
        verdict.text());
  }

  private Seen.Cut cut(Strike strike, List<Operation> operations) {
    long noticed;
    synchronized (away) {
      noticed = away.stream().mapToLong(at -> at).filter(strike::covers).min().orElse(strike.end());
    }
    Collection<List<Operation>> clients =
        operations.stream()
            .filter(it -> it.begin() >= strike.end() && it.outcome().isOk())
            .collect(Collectors.groupingBy(Operation::who))
            .values();
    long back =
        clients.stream()
            .mapToLong(some -> some.stream().mapToLong(Operation::end).min().orElseThrow())
            .max()
            .orElseThrow();
    return new Seen.Cut((noticed - strike.begin()) / 1e6, (back - strike.end()) / 1e6);
  }
}
