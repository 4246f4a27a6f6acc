package dev.mainstay.tck.topology;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.chaos.faults.Schedule;
import dev.mainstay.chaos.faults.Schedule.Pauses;
import dev.mainstay.chaos.history.HiccupMeter;
import dev.mainstay.chaos.history.History;
import dev.mainstay.chaos.invariants.Checker;
import dev.mainstay.chaos.invariants.Evidence;
import dev.mainstay.chaos.invariants.Finding;
import dev.mainstay.chaos.invariants.Invariant;
import dev.mainstay.chaos.invariants.Invariants;
import dev.mainstay.chaos.invariants.Losses;
import dev.mainstay.chaos.invariants.Verdict;
import dev.mainstay.chaos.load.Client;
import dev.mainstay.chaos.load.Deadlines;
import dev.mainstay.chaos.load.Ticket;
import dev.mainstay.chaos.load.Walk;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.sessions.Fence;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Users on two replicas while a primary is struck, and what they were told. */
final class Failover {
  /** What a call that waited in a stalled server may still do. */
  private static final Duration LATE = Duration.ofSeconds(6);

  private static final int USERS = 24;
  private static final Duration PACE = Duration.ofMillis(25);
  private static final Pauses PAUSES = new Pauses(Duration.ofSeconds(2), Duration.ofMillis(2_500));

  private final String url;
  private final Duration patience;
  private final Supplier<List<EmbeddedNode>> replicas;
  private final Invariant gaps;
  private final History history = new History(1_000_000);

  /**
   * @param patience how long a server may be silent before it is given up
   * @param replicas those of the primary that is struck
   * @param gaps how long who may wait
   */
  Failover(String url, Duration patience, Supplier<List<EmbeddedNode>> replicas, Invariant gaps) {
    this.url = url;
    this.patience = patience;
    this.replicas = replicas;
    this.gaps = gaps;
  }

  /**
   * How long nobody may be served who needs the primary that is struck. What replaces it serves
   * within four seconds on a quiet machine, which {@code bench failover} asserts.
   */
  static Duration bar(Duration patience) {
    return patience.plusSeconds(6);
  }

  /** The namespace of the users. */
  static String namespace(Strike strike, Fence fence) {
    return "failover-" + strike + "-" + fence;
  }

  /** Strikes a primary under load; it stays away. */
  Verdict of(Strike strike, EmbeddedNode primary, Fence fence, Supplier<List<String>> endless) {
    List<Mainstay> mainstays =
        List.of(Mainstay.on(RedisEngine.connect(url)), Mainstay.on(RedisEngine.connect(url)));
    try (HiccupMeter meter = HiccupMeter.start(history::now)) {
      SessionPolicy policy = SessionPolicy.DEFAULT.limit(1_000).fence(fence);
      String namespace = namespace(strike, fence);
      List<Sessions> sessions =
          mainstays.stream().map(it -> it.sessions(namespace, policy)).toList();
      Ticket shared =
          new Client("first", history).start(sessions.get(0), "shared").ticket().orElseThrow();
      Walk.Setting setting = new Walk.Setting(strike.ordinal(), sessions, shared, history, PACE);
      List<Walk> walks = IntStream.range(0, USERS).mapToObj(i -> new Walk(i, setting)).toList();
      Schedule<Strike> schedule = Schedule.inOrder(strike.ordinal(), List.of(strike), PAUSES);
      var strikes = walk(walks, schedule, primary);
      walks.forEach(Walk::lookAtAll);
      return Checker.of(Invariants.ofSessions(Losses.FAILOVER, LATE))
          .and(Invariants.revocationsAreNotUndone())
          .and(Invariants.deadlinesHold(Deadlines.USUAL))
          .and(gaps)
          .and(Invariants.nothingIsEndless(endless))
          .check(new Evidence(schedule.toString(), history.operations(), strikes, meter.hiccups()));
    } finally {
      mainstays.forEach(Mainstay::close);
    }
  }

  private List<dev.mainstay.chaos.faults.Strike> walk(
      List<Walk> walks, Schedule<Strike> schedule, EmbeddedNode primary) {
    List<Thread> threads = walks.stream().map(Thread::new).toList();
    threads.forEach(Thread::start);
    var strikes = schedule.run(history::now, strike -> hit(strike, primary));
    Pause.of(Duration.ofSeconds(1));
    walks.forEach(Walk::stop);
    for (Thread thread : threads) {
      try {
        thread.join(5_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (thread.isAlive()) {
        throw new AssertionError("a client hangs: " + List.of(thread.getStackTrace()));
      }
    }
    return strikes;
  }

  private void hit(Strike strike, EmbeddedNode primary) {
    switch (strike) {
      case KILL -> {
        primary.kill();
        Pause.of(patience.plusSeconds(4));
      }
      case STALL -> {
        primary.stall();
        Pause.of(patience.plusSeconds(4));
        primary.resume();
      }
      case LAGGING_KILL -> {
        List<EmbeddedNode> lagging = replicas.get();
        lagging.forEach(EmbeddedNode::stall);
        dropReplicas(primary);
        // Shorter than anybody takes to give a replica up.
        Pause.of(patience.multipliedBy(3).dividedBy(5));
        primary.kill();
        lagging.forEach(EmbeddedNode::resume);
        Pause.of(patience.plusSeconds(4));
      }
    }
  }

  /** What it writes from now on no replica gets: they stand still, and cannot connect again. */
  private static void dropReplicas(EmbeddedNode primary) {
    RedisClient client = RedisClient.create(RedisURI.create(primary.adminUrl()));
    try {
      client.connect().sync().clientKill(KillArgs.Builder.typeSlave());
    } finally {
      client.shutdown();
    }
  }

  /** The finding of a promise. */
  static Finding finding(Verdict verdict, String name) {
    return verdict.findings().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Keys without a time to live on some servers. */
  static List<String> endless(List<EmbeddedNode> nodes) {
    List<String> endless = new ArrayList<>();
    for (EmbeddedNode node : nodes) {
      RedisClient client = RedisClient.create(RedisURI.create(node.adminUrl()));
      try {
        var commands = client.connect().sync();
        commands.keys("*").stream().filter(key -> commands.pttl(key) == -1).forEach(endless::add);
      } finally {
        client.shutdown();
      }
    }
    return endless;
  }
}
