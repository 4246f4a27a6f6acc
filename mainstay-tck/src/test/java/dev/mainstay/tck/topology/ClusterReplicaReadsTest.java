package dev.mainstay.tck.topology;

import dev.mainstay.embedded.ClusterOptions;
import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.NodeRole;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** Three primaries of a cluster with a replica each. */
class ClusterReplicaReadsTest extends ReplicaReads {
  private static final EmbeddedCluster REDIS =
      EmbeddedCluster.start(ClusterOptions.usual().withAdmin());

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

  @Override
  void failOver(String user) {
    living(NodeRole.REPLICA).forEach(REDIS::failover);
  }
}
