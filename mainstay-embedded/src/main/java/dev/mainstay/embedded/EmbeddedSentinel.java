package dev.mainstay.embedded;

import dev.mainstay.embedded.internal.ServerPlan;
import dev.mainstay.embedded.internal.topology.Node;
import dev.mainstay.embedded.internal.topology.SentinelTopology;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreFaultException;
import java.time.Duration;
import java.util.List;

/**
 * A primary, its replicas and the sentinels that watch them, as real processes on loopback, for
 * tests, benchmarks and demonstrations. Its faults are wanted: no node is started again by itself,
 * see {@link EmbeddedNode}. All live exactly as long as this process, killed or not, and their data
 * is in temporary folders that {@link #close} removes.
 *
 * <p>Sentinel takes about {@link SentinelOptions.Times#downAfter} and 1 s to replace a primary. A
 * former primary that wakes or starts again takes itself for one for about 10 s, as in production,
 * until Sentinel turns it into a replica. A sentinel that was stalled for 2 s or more does nothing
 * for 30 s after it wakes.
 *
 * <pre>{@code
 * try (EmbeddedSentinel redis = EmbeddedSentinel.start(SentinelOptions.usual())) {
 *   RedisEngine engine = RedisEngine.connect(redis.url());
 *   redis.primary().stall();
 * }
 * }</pre>
 */
public final class EmbeddedSentinel implements AutoCloseable {
  private final SentinelTopology topology;
  private final List<EmbeddedNode> nodes;

  private EmbeddedSentinel(SentinelTopology topology) {
    this.topology = topology;
    this.nodes = topology.nodes().stream().map(EmbeddedNode::new).toList();
  }

  /**
   * Starts all nodes and waits until replicas follow and sentinels agree: for 30 s at most that a
   * node listens, for 20 s at most that they agree.
   *
   * @throws InvalidValueException if there is no store for this platform, or the program that was
   *     named is not there
   * @throws StoreFaultException if a node does not come up, with its last words; nothing is left
   *     running
   */
  public static EmbeddedSentinel start(SentinelOptions options) {
    return new EmbeddedSentinel(SentinelTopology.start(options.plan()));
  }

  /** The address of the topology for the user {@code app}; it stays the same. */
  public StoreAddress address() {
    List<Integer> ports = topology.sentinels().stream().map(Node::port).toList();
    String path = "/0#" + SentinelTopology.NAME;
    String password = topology.users().app().text();
    return StoreAddress.nodes("redis-sentinel", ports, path, ServerPlan.APP, password);
  }

  /**
   * The URL of {@link #address}, with the password: {@code redis-sentinel://}, the sentinels, the
   * name of the primary. User and password are the same on sentinels and data nodes. Never log it.
   */
  public String url() {
    return address().url();
  }

  /** All nodes, the data nodes first; which of them is primary may change at any time. */
  public List<EmbeddedNode> nodes() {
    return nodes;
  }

  /**
   * The primary that more than half of all sentinels name now, whether it answers or not. A
   * sentinel that is stalled costs half a second.
   *
   * @throws StoreFaultException if there is none
   */
  public EmbeddedNode primary() {
    Node primary = topology.primary();
    return nodes.stream().filter(node -> node.node().equals(primary)).findFirst().orElseThrow();
  }

  /**
   * Waits until every node runs, all data nodes but one are replicas of that one and hold its data,
   * and every sentinel sees it so.
   *
   * @throws StoreFaultException with what is missing when the time is over
   */
  public void awaitHealthy(Duration patience) {
    topology.awaitHealthy(patience);
  }

  /**
   * Has a sentinel replace the primary by a replica, as an operator does before maintenance;
   * returns when more than half of all sentinels name another one, 20 s at most. It waits for no
   * agreement and loses what no replica has yet.
   *
   * @throws StoreFaultException if no sentinel does it, as without a replica that is fit
   */
  public void failover() {
    topology.failover();
  }

  /** Kills all nodes, stalled ones too, and removes their folders. Closing twice does nothing. */
  @Override
  public void close() {
    topology.close();
  }
}
