package dev.mainstay.embedded.internal.topology;

import dev.mainstay.embedded.internal.Program;
import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The nodes of a Cluster. Their configuration goes through a pipe; what they have to remember for a
 * restart is in their {@code nodes.conf}, which holds no secret.
 */
public final class ClusterTopology implements AutoCloseable {
  private static final String FAILOVER = "embedded.failover";
  private static final Duration FORMING = Duration.ofSeconds(20);

  /** A node gives a failover up after 5 s. */
  private static final Duration TAKING_OVER = Duration.ofSeconds(6);

  private final ClusterPlan plan;
  private final Users users;
  private final Fleet fleet = new Fleet();
  private final Ports ports = new Ports();
  private final List<Node> nodes = new ArrayList<>();

  private ClusterTopology(ClusterPlan plan) {
    this.plan = plan;
    this.users = Users.random(plan.admin());
  }

  /**
   * Starts all and waits until they serve all slots.
   *
   * @throws StoreFaultException if a node does not come up; nothing is left running
   */
  public static ClusterTopology start(ClusterPlan plan) {
    return Fleet.start(
        () -> {
          ClusterTopology topology = new ClusterTopology(plan);
          try {
            topology.form();
            return topology;
          } catch (RuntimeException e) {
            topology.close();
            throw e;
          }
        });
  }

  private void form() {
    DataNodes kind = new DataNodes(users, plan.settings());
    for (int i = 0; i < plan.primaries() * (1 + plan.replicas()); i++) {
      nodes.add(node(kind, "node-" + i));
    }
    fleet.start(nodes);
    new ClusterForming(nodes, plan.primaries()).run();
    awaitHealthy(FORMING);
  }

  private Node node(DataNodes kind, String name) {
    int port = ports.next();
    Path folder = fleet.folder(name);
    List<String> special = ClusterForming.configuration(ports.next(), plan.nodeTimeout());
    List<String> lines = kind.configuration(folder, port, special);
    return new Node(Program.node(name, plan.binary(), folder, lines), port, users, List.of());
  }

  /** All nodes, those first that began as primaries. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** Who may log in. */
  public Users users() {
    return users;
  }

  /**
   * The node that serves a slot.
   *
   * @throws StoreFaultException if none that answers does
   */
  public Node primaryOf(int slot) {
    return health()
        .primaryOf(slot)
        .orElseThrow(
            () ->
                new StoreFaultException(
                    "embedded.primaryOf", "no node that answers serves slot " + slot, null));
  }

  /**
   * Waits until every node runs and all agree.
   *
   * @throws StoreFaultException with what is missing when the time is over
   */
  public void awaitHealthy(Duration patience) {
    Waiting.until("embedded.awaitHealthy", patience, () -> health().problem());
  }

  /**
   * Moves slots with their keys.
   *
   * @throws StoreFaultException if a node does not answer or refuses; a slot may be half moved
   */
  public synchronized void moveSlots(int from, int to, Node target, Duration pause) {
    try (SlotMove move = new SlotMove(nodes, target, pause)) {
      move.run(from, to);
    } catch (IOException e) {
      throw new StoreFaultException("embedded.moveSlots", "stopped: " + e.getMessage(), e);
    }
  }

  /**
   * Lets a replica take the place of its primary, with the help of the latter.
   *
   * @throws StoreFaultException if it is none, or does not become a primary in time
   */
  public void failover(Node replica) {
    try {
      replica.ask("CLUSTER", "FAILOVER");
    } catch (IOException e) {
      throw new StoreFaultException(FAILOVER, replica + ": " + e.getMessage(), e);
    }
    Waiting.until(
        FAILOVER,
        TAKING_OVER,
        () ->
            replica.role().equals(Optional.of("master"))
                ? Optional.empty()
                : Optional.of(replica + " is no primary"));
  }

  private ClusterHealth health() {
    return new ClusterHealth(nodes, plan.replicas());
  }

  @Override
  public void close() {
    fleet.close();
  }
}
