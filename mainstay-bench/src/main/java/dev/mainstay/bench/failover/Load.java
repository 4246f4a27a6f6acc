package dev.mainstay.bench.failover;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.chaos.faults.Schedule;
import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.HiccupMeter;
import dev.mainstay.chaos.history.History;
import dev.mainstay.chaos.invariants.Evidence;
import dev.mainstay.chaos.load.Client;
import dev.mainstay.chaos.load.Ticket;
import dev.mainstay.chaos.load.Walk;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.sessions.Fence;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Users on several replicas, each with a connection of its own, at a rate that they keep together.
 * Each user waits for his answers; so that an outage is still asked about often, there are many.
 */
final class Load {
  static final String NAMESPACE = "failover";

  private static final int REPLICAS = 4;
  private static final int USERS = 24;
  private static final int OPERATIONS = 5_000_000;
  private static final Duration BEFORE = Duration.ofSeconds(3);
  private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

  private final Topology topology;
  private final Schedule<Blow> schedule;
  private final int perSecond;
  private final Fence fence;
  private final History history = new History(OPERATIONS);

  Load(Topology topology, Schedule<Blow> schedule, int perSecond, Fence fence) {
    this.fence = fence;
    this.topology = topology;
    this.schedule = schedule;
    this.perSecond = perSecond;
  }

  /** Runs the schedule to its end and looks at every session once more. */
  Evidence run() {
    List<Mainstay> mainstays = new ArrayList<>();
    try (HiccupMeter meter = HiccupMeter.start(history::now)) {
      for (int i = 0; i < REPLICAS; i++) {
        mainstays.add(Mainstay.on(RedisEngine.connect(topology.url())));
      }
      SessionPolicy policy = SessionPolicy.DEFAULT.limit(1_000).fence(fence);
      List<Sessions> replicas =
          mainstays.stream().map(it -> it.sessions(NAMESPACE, policy)).toList();
      Ticket shared =
          new Client("first", history).start(replicas.get(0), "shared").ticket().orElseThrow();
      Duration pace = Duration.ofSeconds(USERS).dividedBy(perSecond);
      Walk.Setting setting = new Walk.Setting(schedule.seed(), replicas, shared, history, pace);
      List<Walk> walks = IntStream.range(0, USERS).mapToObj(i -> new Walk(i, setting)).toList();
      List<Strike> strikes = strike(walks);
      walks.forEach(Walk::lookAtAll);
      return new Evidence(schedule.toString(), history.operations(), strikes, meter.hiccups());
    } finally {
      mainstays.forEach(Mainstay::close);
    }
  }

  private List<Strike> strike(List<Walk> walks) {
    List<Thread> threads = walks.stream().map(Thread::new).toList();
    threads.forEach(thread -> thread.setDaemon(true));
    threads.forEach(Thread::start);
    Pause.of(BEFORE);
    List<Strike> strikes = schedule.run(history::now, topology::strike);
    walks.forEach(Walk::stop);
    for (Thread thread : threads) {
      try {
        thread.join(LONGEST_CALL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (thread.isAlive()) {
        throw new IllegalStateException("a client hangs: " + List.of(thread.getStackTrace()));
      }
    }
    return strikes;
  }
}
