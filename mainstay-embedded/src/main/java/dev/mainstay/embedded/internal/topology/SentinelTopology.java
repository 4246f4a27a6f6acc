package dev.mainstay.embedded.internal.topology;

import dev.mainstay.embedded.internal.Program;
import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A primary, its replicas and its sentinels.
 *
 * <p>Each has its configuration in a file of mode 0600 in a folder of mode 0700, the only way there
 * is: a sentinel does not start without a file that it can write, since it keeps there what it
 * knows, and it has a data node that it turned write its new role into its own ({@code CONFIG
 * REWRITE}), so that the node comes back in that role. What a sentinel would find out within
 * seconds, its replicas and its peers, stands in its file from the start.
 */
public final class SentinelTopology implements AutoCloseable {
  /** The name of the primary among sentinels. */
  public static final String NAME = "main";

  private static final String FAILOVER = "embedded.failover";
  private static final Duration FORMING = Duration.ofSeconds(20);
  private static final String LOCALHOST = " 127.0.0.1 ";

  private final SentinelPlan plan;
  private final Users users;
  private final Fleet fleet = new Fleet();
  private final Ports ports = new Ports();
  private final List<Node> data = new ArrayList<>();
  private final List<Node> sentinels = new ArrayList<>();

  private SentinelTopology(SentinelPlan plan) {
    this.plan = plan;
    this.users = Users.random(plan.admin());
  }

  /**
   * Starts all and waits until sentinels and replicas agree.
   *
   * @throws StoreFaultException if a node does not come up; nothing is left running
   */
  public static SentinelTopology start(SentinelPlan plan) {
    return Fleet.start(
        () -> {
          SentinelTopology topology = new SentinelTopology(plan);
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
    data.add(dataNode(kind, 0, List.of()));
    fleet.start(data);
    String primary = "replicaof" + LOCALHOST + data.get(0).port();
    for (int i = 1; i <= plan.replicas(); i++) {
      data.add(dataNode(kind, i, List.of(primary)));
    }
    fleet.start(data.subList(1, data.size()));
    Waiting.until("embedded.start", FORMING, () -> health().ofReplicas(data.get(0)));
    sentinels.addAll(sentinelNodes());
    fleet.start(sentinels);
    awaitHealthy(FORMING);
  }

  private Node dataNode(DataNodes kind, int number, List<String> special) {
    String name = "data-" + number;
    int port = ports.next();
    Path folder = fleet.folder(name);
    List<String> lines = kind.configuration(folder, port, special);
    Path file = Fleet.file(folder, "redis.conf", lines);
    return new Node(Program.rewriting(name, plan.binary(), file), port, users, List.of());
  }

  private List<Node> sentinelNodes() {
    List<SentinelSeat> seats =
        Stream.generate(() -> SentinelSeat.on(ports.next())).limit(plan.sentinels()).toList();
    String period = "" + plan.pingPeriod().toMillis();
    List<String> pings = List.of("SENTINEL", "DEBUG", "PING-PERIOD", period);
    List<Node> nodes = new ArrayList<>();
    for (SentinelSeat seat : seats) {
      String name = "sentinel-" + nodes.size();
      Path folder = fleet.folder(name);
      List<String> lines = seat.configuration(plan, users, folder, data, seats);
      Path file = Fleet.file(folder, "sentinel.conf", lines);
      Program program = Program.sentinel(name, plan.binary(), file);
      nodes.add(new Node(program, seat.port(), users, pings));
    }
    return nodes;
  }

  /** The data nodes, then the sentinels. */
  public List<Node> nodes() {
    return Stream.concat(data.stream(), sentinels.stream()).toList();
  }

  /** The sentinels. */
  public List<Node> sentinels() {
    return List.copyOf(sentinels);
  }

  /** Who may log in. */
  public Users users() {
    return users;
  }

  /**
   * The primary that more than half of all sentinels name.
   *
   * @throws StoreFaultException if there is none
   */
  public Node primary() {
    return health()
        .primary()
        .orElseThrow(
            () ->
                new StoreFaultException(
                    "embedded.primary",
                    "no majority of " + sentinels.size() + " sentinels names the same primary",
                    null));
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
   * Has a sentinel replace the primary, which needs not be down.
   *
   * @throws StoreFaultException if none does, or another one is not primary in time
   */
  public void failover() {
    Node before = primary();
    ask("SENTINEL", "FAILOVER", NAME);
    Waiting.until(
        FAILOVER,
        FORMING,
        () ->
            health().primary().filter(now -> !now.equals(before)).isPresent()
                ? Optional.empty()
                : Optional.of(before + " is the primary"));
  }

  /** Asks the sentinels one after the other, until one does it. */
  private void ask(String... command) {
    StoreFaultException last = null;
    for (Node sentinel : sentinels) {
      try {
        sentinel.ask(command);
        return;
      } catch (IOException e) {
        last = new StoreFaultException(FAILOVER, sentinel + ": " + e.getMessage(), e);
      }
    }
    throw last == null ? new IllegalStateException("no sentinel has been started") : last;
  }

  private SentinelHealth health() {
    return new SentinelHealth(NAME, data, sentinels);
  }

  @Override
  public void close() {
    fleet.close();
  }
}
