package dev.mainstay.tck.weather;

import dev.mainstay.Mainstay;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Started;
import dev.mainstay.spi.Engine;
import dev.mainstay.tck.weather.Caller.Shared;
import dev.mainstay.tck.weather.Fault.Strike;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Callers on two replicas, and faults in an order and at instants that a seed decides. */
final class WeatherRun {
  private static final int CALLERS = 8;
  private static final int REPLICAS = 2;

  private final FaultStore store;
  private final long seed;
  private final List<Fault> faults;
  private final List<Strike> strikes = new ArrayList<>();
  private final History history = new History();

  /** What was seen: a text that begins with the seed, and what was not as promised. */
  record Outcome(String report, List<String> violations, List<Strike> strikes) {}

  WeatherRun(FaultStore store, long seed, List<Fault> faults) {
    this.store = store;
    this.seed = seed;
    this.faults = faults;
  }

  Outcome run(UnaryOperator<Engine> dressed) {
    List<Mainstay> mainstays =
        IntStream.range(0, REPLICAS)
            .mapToObj(any -> Mainstay.on(dressed.apply(store.connect())))
            .toList();
    try (HiccupMeter meter = new HiccupMeter()) {
      SessionPolicy policy = SessionPolicy.idle(Duration.ofMinutes(10)).limit(1_000);
      List<Sessions> replicas =
          mainstays.stream().map(it -> it.sessions("weather", policy)).toList();
      Started shared = replicas.get(0).start(SessionStart.of("shared"));
      Shared session = new Shared(shared.token(), new Counter());
      List<Caller> callers =
          IntStream.range(0, CALLERS)
              .mapToObj(i -> new Caller(i, seed, replicas, session, history))
              .toList();
      weather(callers);
      callers.forEach(Caller::lookAtAll);
      List<String> left = Inventory.problems(store.admin());
      callers.forEach(caller -> replicas.get(0).revokeAll(caller.user()));
      replicas.get(0).revokeAll("shared");
      return judge(meter, left);
    } finally {
      mainstays.forEach(Mainstay::close);
    }
  }

  private void weather(List<Caller> callers) {
    List<Thread> threads = callers.stream().map(Thread::new).toList();
    threads.forEach(Thread::start);
    Random random = new Random(seed);
    FaultStore.pause(Duration.ofMillis(300 + random.nextInt(200)));
    for (Fault fault : faults) {
      strikes.add(fault.strike(store));
      FaultStore.pause(fault.recovery().plusMillis(50 + random.nextInt(200)));
    }
    callers.forEach(Caller::stop);
    threads.forEach(this::end);
  }

  private void end(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      history.violation("a caller hangs: " + List.of(thread.getStackTrace()));
    }
  }

  private Outcome judge(HiccupMeter meter, List<String> left) {
    Judge judge = new Judge(history, strikes, meter);
    List<String> violations = new ArrayList<>(judge.violations());
    violations.addAll(left);
    // A session that nobody knows of stays: the one of a login that failed, or lost its answer.
    long strays =
        history.calls().stream().filter(call -> !call.outcome().equals(Call.Outcome.OK)).count();
    List<String> lasting = Inventory.lasting(store.admin());
    if (lasting.size() > 2 * strays || lasting.stream().anyMatch(key -> kind(key).equals("u"))) {
      violations.add("keys that stay when all sessions have ended: " + lasting);
    }
    String head = "seed " + seed + ", faults " + faults + "\n";
    return new Outcome(head + judge.report(), violations, List.copyOf(strikes));
  }

  private static String kind(String key) {
    return Inventory.kind(key);
  }
}
