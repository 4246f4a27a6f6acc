package dev.mainstay.tck.topology;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.errors.UnconfirmedException;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.tck.TestServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A revocation that is done by another server than it was sent to. */
class FencedElsewhereTest {
  private static final String USER = "ada";

  @Test
  void theReplicasOfTheServerThatDidItAreWaitedFor() {
    int slot = SlotHash.getSlot(SessionKeys.index("web", USER));
    try (EmbeddedCluster cluster = EmbeddedCluster.start(TestServer.sharded().withAdmin());
        RedisClient client = RedisClient.create()) {
      EmbeddedNode from = cluster.primaryOf(slot);
      EmbeddedNode to = MovingSlot.target(cluster, from);
      List<EmbeddedNode> replicas = give(admin(client, from), admin(client, to), client, cluster);
      try (Mainstay mainstay = Mainstay.on(RedisEngine.connect(cluster.url()))) {
        Sessions sessions = mainstay.sessions("web", SessionPolicy.idle(Duration.ofMinutes(10)));
        String token = sessions.start(SessionStart.of(USER)).token();
        try (MovingSlot moving = new MovingSlot(cluster, slot)) {
          moving.move(any -> true);
          replicas.forEach(EmbeddedNode::stall);
          assertThatThrownBy(() -> sessions.revoke(token)).isInstanceOf(UnconfirmedException.class);
          replicas.forEach(EmbeddedNode::resume);
        }
      }
    }
  }

  private static RedisCommands<String, String> admin(RedisClient client, EmbeddedNode node) {
    return client.connect(RedisURI.create(node.adminUrl())).sync();
  }

  /** The one loses its replica to the other; those that the other has by then. */
  private static List<EmbeddedNode> give(
      RedisCommands<String, String> one,
      RedisCommands<String, String> other,
      RedisClient client,
      EmbeddedCluster cluster) {
    EmbeddedNode given = replicas(one, cluster).findFirst().orElseThrow();
    RedisCommands<String, String> admin = admin(client, given);
    await().until(() -> admin.clusterReplicate(other.clusterMyId()).equals("OK"));
    await().until(() -> other.info("replication").contains("connected_slaves:2"));
    await().until(() -> replicas(one, cluster).findAny().isEmpty());
    await().until(() -> replicas(other, cluster).count() == 2);
    return replicas(other, cluster).toList();
  }

  private static Stream<EmbeddedNode> replicas(
      RedisCommands<String, String> primary, EmbeddedCluster cluster) {
    List<String> lines = primary.clusterReplicas(primary.clusterMyId());
    return cluster.nodes().stream()
        .filter(node -> lines.stream().anyMatch(line -> line.contains(":" + node.port() + "@")));
  }
}
