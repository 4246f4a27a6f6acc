package dev.mainstay.bench.failover;

import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.EmbeddedSentinel;
import dev.mainstay.embedded.NodeRole;
import dev.mainstay.embedded.SentinelOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A primary, two replicas and three sentinels, which find it down after a second. */
final class SentinelTopology implements Topology {
  private static final Duration DOWN_AFTER = Duration.ofSeconds(1);
  private static final Duration BEYOND = Duration.ofMillis(2_500);

  private final EmbeddedSentinel redis;

  private SentinelTopology(EmbeddedSentinel redis) {
    this.redis = redis;
  }

  static Topology start(@Nullable Path binary) {
    return new SentinelTopology(
        EmbeddedSentinel.start(
            SentinelOptions.usual()
                .withTimes(SentinelOptions.Times.downAfter(DOWN_AFTER))
                .withBinary(binary)
                .withAdmin()));
  }

  @Override
  public String url() {
    return redis.url();
  }

  @Override
  public void strike(Blow blow) {
    Topology.strike(blow, redis.primary(), redis.nodes());
    redis.awaitHealthy(HEALTHY);
  }

  @Override
  public Duration bar() {
    return DOWN_AFTER.plus(BEYOND);
  }

  @Override
  public Duration cycle(Blow blow) {
    // A former primary takes itself for one for ten seconds.
    return STALL.plusSeconds(14);
  }

  @Override
  public List<String> admins() {
    return redis.nodes().stream()
        .filter(node -> node.role().filter(role -> role != NodeRole.SENTINEL).isPresent())
        .map(EmbeddedNode::adminUrl)
        .toList();
  }

  @Override
  public void close() {
    redis.close();
  }
}
