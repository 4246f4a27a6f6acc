package dev.mainstay.tck.weather;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.faults.Schedule;
import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.HiccupMeter;
import dev.mainstay.chaos.history.History;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.invariants.Checker;
import dev.mainstay.chaos.invariants.Evidence;
import dev.mainstay.chaos.invariants.Invariant;
import dev.mainstay.chaos.invariants.Invariants;
import dev.mainstay.chaos.invariants.Losses;
import dev.mainstay.chaos.invariants.Verdict;
import dev.mainstay.chaos.load.Client;
import dev.mainstay.chaos.load.Deadlines;
import dev.mainstay.chaos.load.Ticket;
import dev.mainstay.chaos.load.Walk;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.spi.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Users on two replicas, and faults as a schedule has them. */
final class WeatherRun {
  private static final int WALKS = 8;
  private static final int REPLICAS = 2;
  private static final int OPERATIONS = 5_000_000;
  private static final Duration PACE = Duration.ofMillis(2);

  /** So long a stalled server may keep a call that its client has given up. */
  private static final Duration LATE = Duration.ofSeconds(4);

  private final FaultStore store;
  private final Schedule<Fault> schedule;
  private final History history = new History(OPERATIONS);
  private final List<String> hanging = new ArrayList<>();

  WeatherRun(FaultStore store, Schedule<Fault> schedule) {
    this.store = store;
    this.schedule = schedule;
  }

  Verdict run(UnaryOperator<Engine> dressed) {
    List<Mainstay> mainstays =
        IntStream.range(0, REPLICAS)
            .mapToObj(any -> Mainstay.on(dressed.apply(store.connect())))
            .toList();
    try (HiccupMeter meter = HiccupMeter.start(history::now)) {
      SessionPolicy policy = SessionPolicy.idle(Duration.ofMinutes(10)).limit(1_000);
      List<Sessions> replicas =
          mainstays.stream().map(it -> it.sessions("weather", policy)).toList();
      Ticket shared =
          new Client("first", history).start(replicas.get(0), "shared").ticket().orElseThrow();
      Walk.Setting setting = new Walk.Setting(schedule.seed(), replicas, shared, history, PACE);
      List<Walk> walks =
          IntStream.range(0, WALKS).mapToObj(number -> new Walk(number, setting)).toList();
      List<Strike> strikes = weather(walks);
      walks.forEach(Walk::lookAtAll);
      List<String> left = new ArrayList<>(Inventory.problems(store.admin()));
      List<Operation> operations = history.operations();
      walks.forEach(walk -> replicas.get(0).revokeAll(walk.user()));
      replicas.get(0).revokeAll("shared");
      left.addAll(strays(operations));
      return checker(left)
          .check(new Evidence(schedule.toString(), operations, strikes, meter.hiccups()));
    } finally {
      mainstays.forEach(Mainstay::close);
    }
  }

  private List<Strike> weather(List<Walk> walks) {
    List<Thread> threads = walks.stream().map(Thread::new).toList();
    threads.forEach(Thread::start);
    List<Strike> strikes = schedule.run(history::now, fault -> fault.strike(store));
    walks.forEach(Walk::stop);
    threads.forEach(this::end);
    return strikes;
  }

  private void end(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      hanging.add("a client hangs: " + List.of(thread.getStackTrace()));
    }
  }

  private Checker checker(List<String> left) {
    List<Invariant> invariants = new ArrayList<>(Invariants.ofSessions(Losses.NONE, LATE));
    invariants.add(Invariants.deadlinesHold(Deadlines.USUAL));
    invariants.add(Invariants.failuresHaveACause());
    invariants.add(Invariants.everybodyIsServedAgain());
    invariants.add(Invariant.left("nobody hangs", "Every client comes to its end.", () -> hanging));
    invariants.add(Invariant.left("nothing is left", "No key is half written.", () -> left));
    return Checker.of(invariants);
  }

  /**
   * The keys that stay when all sessions have ended. A session that nobody knows of may: the one of
   * a login that failed, or lost its answer.
   */
  private List<String> strays(List<Operation> operations) {
    long lost = operations.stream().filter(it -> !it.outcome().isOk()).count();
    List<String> lasting = Inventory.lasting(store.admin());
    boolean tooMany = lasting.size() > 2 * lost;
    return tooMany || lasting.stream().anyMatch(key -> Inventory.kind(key).equals("u"))
        ? List.of("keys that stay when all sessions have ended: " + lasting)
        : List.of();
  }
}
