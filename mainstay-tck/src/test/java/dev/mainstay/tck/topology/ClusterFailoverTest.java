package dev.mainstay.tck.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.chaos.invariants.Finding;
import dev.mainstay.chaos.invariants.Verdict;
import dev.mainstay.embedded.ClusterOptions;
import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.NodeRole;
import dev.mainstay.sessions.Fence;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Primaries of a cluster are struck under load, one in each test. One topology for all tests: each
 * takes a node away, and the one that wakes a former primary is the last.
 */
@TestMethodOrder(OrderAnnotation.class)
class ClusterFailoverTest {
  /** The node-timeout. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final String REVOCATIONS = "acknowledged revocations stand";
  private static final int LAST_SLOT = 16_383;
  private static EmbeddedCluster redis;

  @BeforeAll
  static void start() {
    redis = EmbeddedCluster.start(ClusterOptions.usual().withNodes(3, 2).withAdmin());
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Test
  @Order(1)
  void aKilledPrimaryIsReplacedAndNoLogoutIsUndone() {
    Verdict verdict = strike(Strike.KILL, 0, Fence.IN_SYNC);
    assertThat(verdict.holds()).as(verdict.text()).isTrue();
    assertThat(Failover.finding(verdict, REVOCATIONS).opportunities()).isGreaterThan(50);
  }

  @Test
  @Order(2)
  void whatLaggingReplicasDoNotHaveIsNotAcknowledged() {
    Verdict verdict = strike(Strike.LAGGING_KILL, LAST_SLOT / 2, Fence.IN_SYNC);
    assertThat(verdict.holds()).as(verdict.text()).isTrue();
  }

  /** The planted fault. */
  @Test
  @Order(3)
  void withoutAFenceUndoneLogoutsAreFound() {
    Finding found =
        Failover.finding(strike(Strike.LAGGING_KILL, LAST_SLOT, Fence.OFF), REVOCATIONS);
    assertThat(found.holds()).as(found.toString()).isFalse();
  }

  @Test
  @Order(4)
  void aStalledPrimaryIsLeftAndWhatItSaysWhenItWakesIsNotBelieved() {
    Verdict verdict = strike(Strike.STALL, LAST_SLOT / 2, Fence.IN_SYNC);
    assertThat(verdict.holds()).as(verdict.text()).isTrue();
  }

  private static Verdict strike(Strike strike, int slot, Fence fence) {
    return new Failover(redis.url(), PATIENCE, () -> living(NodeRole.REPLICA))
        .of(strike, redis.primaryOf(slot), fence, () -> Failover.endless(living(NodeRole.PRIMARY)));
  }

  private static List<EmbeddedNode> living(NodeRole role) {
    return redis.nodes().stream()
        .filter(node -> node.pid() != 0)
        .filter(node -> node.role().filter(role::equals).isPresent())
        .toList();
  }
}
