package dev.mainstay.embedded;

import dev.mainstay.embedded.internal.ServerPlan;
import dev.mainstay.embedded.internal.topology.ClusterTopology;
import dev.mainstay.embedded.internal.topology.Node;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreFaultException;
import java.time.Duration;
import java.util.List;

/**
 * A Cluster of real processes on loopback, for tests, benchmarks and demonstrations. Its faults are
 * wanted: no node is started again by itself, see {@link EmbeddedNode}. All live exactly as long as
 * this process, killed or not, and their data is in temporary folders that {@link #close} removes.
 *
 * <p>A part of the slots that nobody serves does not keep the rest from being served ({@code
 * cluster-require-full-coverage no}), and replicas stay with their primary ({@code
 * cluster-allow-replica-migration no}).
 *
 * <pre>{@code
 * try (EmbeddedCluster redis = EmbeddedCluster.start(ClusterOptions.usual())) {
 *   RedisEngine engine = RedisEngine.connect(redis.url());
 *   redis.primaryOf(0).kill();
 * }
 * }</pre>
 */
public final class EmbeddedCluster implements AutoCloseable {
  private final ClusterTopology topology;
  private final List<EmbeddedNode> nodes;

  private EmbeddedCluster(ClusterTopology topology) {
    this.topology = topology;
    this.nodes = topology.nodes().stream().map(EmbeddedNode::new).toList();
  }

  /**
   * Starts all nodes and waits until all slots are served and replicas follow; at most 20 s.
   *
   * @throws InvalidValueException if there is no store for this platform, or the program that was
   *     named is not there
   * @throws StoreFaultException if a node does not come up, with its last words; nothing is left
   *     running
   */
  public static EmbeddedCluster start(ClusterOptions options) {
    return new EmbeddedCluster(ClusterTopology.start(options.plan()));
  }

  /** The address of the Cluster for the user {@code app}; it stays the same. */
  public StoreAddress address() {
    List<Integer> ports = nodes.stream().map(EmbeddedNode::port).toList();
    String password = topology.users().app().text();
    return StoreAddress.nodes("redis-cluster", ports, "", ServerPlan.APP, password);
  }

  /** The URL of {@link #address}, with the password: {@code redis-cluster://}. Never log it. */
  public String url() {
    return address().url();
  }

  /** All nodes, those first that began as primaries; a failover changes who is one. */
  public List<EmbeddedNode> nodes() {
    return nodes;
  }

  /**
   * The node that serves a slot: of those that answer the one that all others will follow.
   *
   * @param slot 0 to 16383
   * @throws StoreFaultException if no node that answers serves it, as before a failover
   */
  public EmbeddedNode primaryOf(int slot) {
    NodeSettings.between("slot", slot, 0, 16_383);
    Node primary = topology.primaryOf(slot);
    return nodes.stream().filter(node -> node.node().equals(primary)).findFirst().orElseThrow();
  }

  /**
   * Waits until every node runs, none is found down, all agree who serves which slot, each slot is
   * served, and every replica holds the data of its primary.
   *
   * @throws StoreFaultException with what is missing when the time is over
   */
  public void awaitHealthy(Duration patience) {
    topology.awaitHealthy(patience);
  }

  /** Kills all nodes, stalled ones too, and removes their folders. Closing twice does nothing. */
  @Override
  public void close() {
    topology.close();
  }
}
