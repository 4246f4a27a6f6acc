package dev.mainstay.tck.topology;

import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.EmbeddedSentinel;
import dev.mainstay.tck.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** A primary that sentinels watch, and its replicas. */
class SentinelReplicaReadsTest extends ReplicaReads {
  private static final EmbeddedSentinel REDIS =
      EmbeddedSentinel.start(TestServer.watched().withAdmin());

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
    return REDIS.nodes().subList(0, 3);
  }

  @Override
  EmbeddedNode primaryOf(String user) {
    return REDIS.primary();
  }

  @Override
  void failOver(String user) {
    REDIS.failover();
  }
}
