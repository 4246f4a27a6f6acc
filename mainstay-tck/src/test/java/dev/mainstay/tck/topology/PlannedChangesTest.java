package dev.mainstay.tck.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.faults.Fault;
import dev.mainstay.chaos.faults.Schedule;
import dev.mainstay.chaos.faults.Schedule.Pauses;
import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.HiccupMeter;
import dev.mainstay.chaos.history.History;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Outcome;
import dev.mainstay.chaos.invariants.Checker;
import dev.mainstay.chaos.invariants.Evidence;
import dev.mainstay.chaos.invariants.Invariants;
import dev.mainstay.chaos.invariants.Losses;
import dev.mainstay.chaos.invariants.Verdict;
import dev.mainstay.chaos.load.Client;
import dev.mainstay.chaos.load.Crowd;
import dev.mainstay.chaos.load.Ticket;
import dev.mainstay.chaos.load.Walk;
import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.NodeRole;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.tck.TestServer;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What an operator does to a Cluster in use: the slots of all users move, and a replica takes the
 * place of its primary. The long run is {@code ./mainstay bench reshard}.
 */
class PlannedChangesTest {
  private static final String NAMESPACE = "planned";
  private static final int USERS = 12;
  private static final Pauses PAUSES = new Pauses(Duration.ofMillis(300), Duration.ofMillis(600));
  private static final Duration PACE = Duration.ofMillis(40);
  private static final Duration LATE = Duration.ofSeconds(2);
  private static final Duration HEALTHY = Duration.ofSeconds(40);

  private final History history = new History(100_000);

  /** What is done. */
  enum Planned implements Fault {
    RESHARD,
    FAILOVER;

    @Override
    public Duration recovery() {
      return Duration.ofSeconds(1);
    }

    @Override
    public boolean explains(Operation operation) {
      return this == FAILOVER && !(operation.outcome() instanceof Outcome.Broken);
    }
  }

  @Test
  void nobodyNoticesSlotsThatMoveAndAFailoverOnlyForAMoment() {
    try (EmbeddedCluster cluster = EmbeddedCluster.start(TestServer.sharded());
        Mainstay one = Mainstay.on(RedisEngine.connect(cluster.url()));
        Mainstay other = Mainstay.on(RedisEngine.connect(cluster.url()))) {
      Schedule<Planned> schedule =
          Schedule.inOrder(
              System.nanoTime() & 0xffff, List.of(Planned.RESHARD, Planned.FAILOVER), PAUSES);
      Verdict verdict = checker().check(run(schedule, cluster, List.of(one, other)));
      assertThat(verdict.violations()).as(verdict.text()).isEmpty();
    }
  }

  private static Checker checker() {
    return Checker.of(Invariants.ofSessions(Losses.NONE, LATE))
        .and(Invariants.revocationsAreNotUndone())
        .and(Invariants.failuresHaveACause())
        .and(Invariants.everybodyIsServedAgain());
  }

  private Evidence run(
      Schedule<Planned> schedule, EmbeddedCluster cluster, List<Mainstay> mainstays) {
    try (HiccupMeter meter = HiccupMeter.start(history::now)) {
      SessionPolicy policy = SessionPolicy.DEFAULT.limit(1_000);
      List<Sessions> replicas =
          mainstays.stream().map(it -> it.sessions(NAMESPACE, policy)).toList();
      Ticket shared =
          new Client("first", history).start(replicas.get(0), "shared").ticket().orElseThrow();
      Crowd crowd =
          new Crowd(
              IntStream.range(0, USERS),
              new Walk.Setting(schedule.seed(), replicas, shared, history, PACE));
      crowd.start();
      List<Strike> strikes = schedule.run(history::now, planned -> strike(planned, cluster));
      crowd.stop();
      crowd.lookAtAll();
      return new Evidence(schedule.toString(), history.operations(), strikes, meter.hiccups());
    }
  }

  private static void strike(Planned planned, EmbeddedCluster cluster) {
    if (planned == Planned.RESHARD) {
      EmbeddedNode target = cluster.primaryOf(0);
      IntStream.range(0, USERS)
          .map(user -> SlotHash.getSlot(SessionKeys.index(NAMESPACE, "user " + user)))
          .distinct()
          .forEach(slot -> cluster.moveSlots(slot, slot, target, Duration.ofMillis(5)));
    } else {
      cluster.failover(
          cluster.nodes().stream()
              .filter(node -> node.role().equals(Optional.of(NodeRole.REPLICA)))
              .findFirst()
              .orElseThrow());
    }
    cluster.awaitHealthy(HEALTHY);
  }
}
