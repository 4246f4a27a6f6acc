package dev.mainstay.tck.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.tck.TestServer;
import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Three primaries of a cluster with a replica each. */
class ClusterReplicaReadsTest extends ReplicaReads {
  private static final EmbeddedCluster REDIS =
      EmbeddedCluster.start(TestServer.sharded().withAdmin());

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @Override
  String url() {
    return REDIS.url();
  }

  @Override
  List<EmbeddedNode> nodes() {
    return REDIS.nodes();
  }

  /** The replicas of the primary that a slot leaves lack what has gone, and do not know why. */
  @Test
  @Order(6)
  void whileASlotMovesNobodyIsTakenToHaveNoSessions() {
    sessions.start("ann", Attributes.none());
    warmUp(sessions, "ann");
    String index = index("ann");
    try (MovingSlot slot = new MovingSlot(REDIS, SlotHash.getSlot(index))) {
      slot.move(key -> key.equals(index));
      for (int i = 0; i < 20; i++) {
        assertThat(sessions.list("ann", AMPLE)).hasSize(1);
      }
      slot.finish();
      assertThat(sessions.list("ann", AMPLE)).hasSize(1);
    }
    warmUp(sessions, "ann");
  }

  @Override
  EmbeddedNode primaryOf(String user) {
    return REDIS.primaryOf(SlotHash.getSlot(index(user)));
  }

  private static String index(String user) {
    return new String(SessionKeys.index("near", user), StandardCharsets.UTF_8);
  }

  @Override
  void failOver(String user) {
    var primary = admin(primaryOf(user)).sync();
    String its = primary.clusterReplicas(primary.clusterMyId()).get(0);
    REDIS.failover(
        nodes().stream()
            .filter(node -> its.contains(node.address() + "@"))
            .findFirst()
            .orElseThrow());
  }
}
