package dev.mainstay.tck.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.chaos.invariants.Finding;
import dev.mainstay.chaos.invariants.Invariants;
import dev.mainstay.chaos.invariants.Parts;
import dev.mainstay.chaos.invariants.Verdict;
import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.NodeRole;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.sessions.Fence;
import dev.mainstay.tck.TestServer;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
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

  /** They wait for calls to the struck primary too, which end by their deadline. */
  private static final Duration OTHERS = Duration.ofMillis(1_500);

  private static final int PRIMARIES = 3;
  private static final String REVOCATIONS = "acknowledged revocations stand";
  private static final int LAST_SLOT = 16_383;
  private static EmbeddedCluster redis;

  @BeforeAll
  static void start() {
    redis = EmbeddedCluster.start(TestServer.sharded().withNodes(PRIMARIES, 2).withAdmin());
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

  /** Those of the primary that is struck wait until it is replaced; all others hardly notice. */
  private static Verdict strike(Strike strike, int slot, Fence fence) {
    Parts parts = parts(Failover.namespace(strike, fence));
    String struck = parts.of(slot);
    Function<String, Duration> bar =
        part ->
            part.equals(struck) || part.equals(Parts.ANYWHERE) ? Failover.bar(PATIENCE) : OTHERS;
    Verdict verdict =
        new Failover(
                redis.url(),
                PATIENCE,
                () -> living(NodeRole.REPLICA),
                Invariants.gapsAreShort(bar, parts))
            .of(
                strike,
                redis.primaryOf(slot),
                fence,
                () -> Failover.endless(living(NodeRole.PRIMARY)));
    assertThat(Invariants.gaps(verdict.evidence(), parts).get(0)).isGreaterThan(OTHERS);
    return verdict;
  }

  private static Parts parts(String namespace) {
    return new Parts(PRIMARIES, user -> SlotHash.getSlot(SessionKeys.index(namespace, user)));
  }

  private static List<EmbeddedNode> living(NodeRole role) {
    return redis.nodes().stream()
        .filter(node -> node.pid() != 0)
        .filter(node -> node.role().filter(role::equals).isPresent())
        .toList();
  }
}
