package dev.mainstay.bench.failover;

import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.invariants.Parts;
import dev.mainstay.embedded.ClusterOptions;
import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.NodeRole;
import dev.mainstay.redis.internal.keys.SessionKeys;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Three primaries with a replica each, which find each other down after two seconds. */
final class ClusterTopology implements Topology {
  private static final int PRIMARIES = 3;
  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration BEYOND = Duration.ofSeconds(4);

  private static final Parts PARTS =
      new Parts(PRIMARIES, user -> SlotHash.getSlot(SessionKeys.index(Load.NAMESPACE, user)));

  private final EmbeddedCluster redis;
  private int turn;

  private ClusterTopology(EmbeddedCluster redis) {
    this.redis = redis;
  }

  static Topology start(@Nullable Path binary) {
    return new ClusterTopology(
        EmbeddedCluster.start(
            ClusterOptions.usual()
                .withNodes(PRIMARIES, 1)
                .withNodeTimeout(NODE_TIMEOUT)
                .withBinary(binary)
                .withAdmin()));
  }

  @Override
  public String url() {
    return redis.url();
  }

  /** Each primary in its turn. */
  @Override
  public void strike(Blow blow) {
    Topology.strike(
        blow, redis.primaryOf(turn++ % PRIMARIES * SlotHash.SLOT_COUNT / PRIMARIES), redis.nodes());
    redis.awaitHealthy(HEALTHY);
  }

  @Override
  public Duration bar() {
    return NODE_TIMEOUT.plus(BEYOND);
  }

  @Override
  public Duration cycle(Blow blow) {
    return STALL.plusSeconds(6);
  }

  @Override
  public String group(Operation operation) {
    return PARTS.apply(operation);
  }

  @Override
  public List<String> admins() {
    return redis.nodes().stream()
        .filter(node -> Topology.is(node, NodeRole.PRIMARY))
        .map(EmbeddedNode::adminUrl)
        .toList();
  }

  @Override
  public void close() {
    redis.close();
  }
}
