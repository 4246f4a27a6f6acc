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
   * Starts all nodes and waits until all slots are served and replicas follow: for 30 s at most
   * that a node listens, for 20 s at most that they agree.
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
   * The node that serves a slot: of those that answer the one that all others will follow. A node
   * that is stalled costs half a second.
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

  /**
   * Moves slots with their keys to a primary while they are used, as a resharding does, and returns
   * when it has them. One slot after the other: for a while its keys are on two nodes, ten more of
   * them on the second one with each step.
   *
   * @param from the first slot, 0 to 16383
   * @param to the last slot, not before {@code from}; slots that the target has already are left
   *     out
   * @param target a primary, of this Cluster
   * @param pause how long a slot stays as it is before each step and before its end, for clients to
   *     meet it half moved; zero is as fast as possible
   * @throws StoreFaultException if a node does not answer or refuses; the slot that was on its way
   *     is on two nodes then, and stays so
   */
  public void moveSlots(int from, int to, EmbeddedNode target, Duration pause) {
    NodeSettings.between("from", from, 0, 16_383);
    NodeSettings.between("to", to, from, 16_383);
    NodeSettings.between("pause", pause, Duration.ZERO, Duration.ofMinutes(1));
    topology.moveSlots(from, to, target.node(), pause);
  }

  /**
   * Lets a replica take the place of its primary without loss, as an operator does before
   * maintenance ({@code CLUSTER FAILOVER}); returns when it is a primary, 6 s at most.
   *
   * @throws StoreFaultException if it is no replica, or its primary does not answer
   */
  public void failover(EmbeddedNode replica) {
    topology.failover(replica.node());
  }

  /** Kills all nodes, stalled ones too, and removes their folders. Closing twice does nothing. */
  @Override
  public void close() {
    topology.close();
  }
}
