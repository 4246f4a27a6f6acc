package dev.mainstay.tck.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.chaos.invariants.Finding;
import dev.mainstay.chaos.invariants.Invariants;
import dev.mainstay.chaos.invariants.Verdict;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.EmbeddedSentinel;
import dev.mainstay.embedded.NodeRole;
import dev.mainstay.sessions.Fence;
import dev.mainstay.tck.TestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A primary that sentinels watch is struck under load. One topology for all tests: each takes a
 * primary away and leaves one replica fewer, and the one that wakes a former primary is the last.
 */
@TestMethodOrder(OrderAnnotation.class)
class SentinelFailoverTest {
  /** The down-after. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final String REVOCATIONS = "acknowledged revocations stand";
  private static EmbeddedSentinel redis;

  @BeforeAll
  static void start() {
    redis = EmbeddedSentinel.start(TestServer.watched().withReplicas(4).withAdmin());
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Test
  @Order(1)
  void aKilledPrimaryIsReplacedAndNoLogoutIsUndone() {
    Verdict verdict = strike(Strike.KILL, Fence.IN_SYNC);
    assertThat(verdict.holds()).as(verdict.text()).isTrue();
    assertThat(Failover.finding(verdict, REVOCATIONS).opportunities()).isGreaterThan(50);
  }

  @Test
  @Order(2)
  void whatLaggingReplicasDoNotHaveIsNotAcknowledged() {
    Verdict verdict = strike(Strike.LAGGING_KILL, Fence.IN_SYNC);
    assertThat(verdict.holds()).as(verdict.text()).isTrue();
  }

  /** The planted fault. */
  @Test
  @Order(3)
  void withoutAFenceUndoneLogoutsAreFound() {
    Finding found = Failover.finding(strike(Strike.LAGGING_KILL, Fence.OFF), REVOCATIONS);
    assertThat(found.holds()).as(found.toString()).isFalse();
  }

  @Test
  @Order(4)
  void aStalledPrimaryIsLeftAndWhatItSaysWhenItWakesIsNotBelieved() {
    Verdict verdict = strike(Strike.STALL, Fence.IN_SYNC);
    assertThat(verdict.holds()).as(verdict.text()).isTrue();
  }

  private static Verdict strike(Strike strike, Fence fence) {
    return new Failover(
            redis.url(),
            PATIENCE,
            SentinelFailoverTest::replicas,
            Invariants.gapsAreShort(Failover.bar(PATIENCE), any -> ""))
        .of(strike, redis.primary(), fence, () -> Failover.endless(List.of(redis.primary())));
  }

  private static List<EmbeddedNode> replicas() {
    return redis.nodes().stream()
        .filter(node -> node.pid() != 0)
        .filter(node -> node.role().filter(role -> role == NodeRole.REPLICA).isPresent())
        .toList();
  }
}
