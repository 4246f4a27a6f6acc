package dev.mainstay.bench.reshard;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.chaos.faults.Schedule;
import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.HiccupMeter;
import dev.mainstay.chaos.history.History;
import dev.mainstay.chaos.invariants.Evidence;
import dev.mainstay.chaos.load.Client;
import dev.mainstay.chaos.load.Crowd;
import dev.mainstay.chaos.load.Ticket;
import dev.mainstay.chaos.load.Walk;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.spi.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Users on two replicas, half of them in the slots that move; and many sessions that nobody ends,
 * each of which is looked at afterwards.
 */
final class ReshardLoad {
  static final String NAMESPACE = "reshard";

  private static final int REPLICAS = 2;
  private static final int USERS = 24;
  private static final int OPERATIONS = 2_000_000;
  private static final Duration BEFORE = Duration.ofSeconds(2);

  private final Servers servers;
  private final Window window;
  private final Amount amount;
  private final History history = new History(OPERATIONS);
  private final Client keeper = new Client("keeper", history);

  /**
   * How much there is.
   *
   * @param perSecond operations a second
   * @param spread sessions in all partitions
   * @param crowded sessions more in one partition that moves
   * @param pause how long a slot stays as it is before each step
   */
  record Amount(int perSecond, int spread, int crowded, Duration pause) {}

  ReshardLoad(Servers servers, Window window, Amount amount) {
    this.servers = servers;
    this.window = window;
    this.amount = amount;
  }

  Evidence run(Schedule<Planned> schedule) {
    List<Mainstay> mainstays = new ArrayList<>();
    try (HiccupMeter meter = HiccupMeter.start(history::now)) {
      for (int i = 0; i < REPLICAS; i++) {
        mainstays.add(Mainstay.on(RedisEngine.connect(servers.url())));
      }
      SessionPolicy policy = SessionPolicy.DEFAULT.limit(1_000);
      List<Sessions> replicas =
          mainstays.stream().map(it -> it.sessions(NAMESPACE, policy)).toList();
      Ticket shared = keeper.start(replicas.get(0), "shared").ticket().orElseThrow();
      List<Ticket> kept = keep(replicas.get(0));
      Duration pace = Duration.ofSeconds(USERS).dividedBy(amount.perSecond());
      Crowd crowd =
          new Crowd(users(), new Walk.Setting(schedule.seed(), replicas, shared, history, pace));
      crowd.start();
      Pause.of(BEFORE);
      List<Strike> strikes = schedule.run(history::now, this::strike);
      crowd.stop();
      crowd.lookAtAll();
      kept.forEach(ticket -> keeper.find(replicas.get(0), ticket));
      return new Evidence(schedule.toString(), history.operations(), strikes, meter.hiccups());
    } finally {
      mainstays.forEach(Mainstay::close);
    }
  }

  private void strike(Planned planned) {
    if (planned == Planned.RESHARD) {
      servers.reshard(window, amount.pause());
    } else {
      servers.failover();
    }
    servers.awaitHealthy();
  }

  private List<Ticket> keep(Sessions sessions) {
    List<Ticket> kept = new ArrayList<>();
    for (int i = 0; i < amount.spread(); i++) {
      kept.add(keeper.start(sessions, "kept " + i).ticket().orElseThrow());
    }
    int crowd = Partition.of(NAMESPACE, user(first(this::moves)));
    for (int i = 0, found = 0; found < amount.crowded(); i++) {
      if (Partition.of(NAMESPACE, "crowd " + i) == crowd) {
        kept.add(keeper.start(sessions, "crowd " + i).ticket().orElseThrow());
        found++;
      }
    }
    return kept;
  }

  /** The numbers of users, every second one of whom is in slots that move. */
  private IntStream users() {
    return IntStream.concat(
        IntStream.iterate(0, i -> i + 1).filter(this::moves).limit(USERS / 2),
        IntStream.iterate(0, i -> i + 1).filter(i -> !moves(i)).limit(USERS / 2));
  }

  private static int first(IntPredicate which) {
    return IntStream.iterate(0, i -> i + 1).filter(which).findFirst().orElseThrow();
  }

  private boolean moves(int number) {
    return window.holds(NAMESPACE, user(number));
  }

  /** As a walk calls its user. */
  private static String user(int number) {
    return "user " + number;
  }
}
