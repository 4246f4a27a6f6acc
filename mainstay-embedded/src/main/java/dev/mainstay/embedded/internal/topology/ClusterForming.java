package dev.mainstay.embedded.internal.topology;

import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a Cluster of nodes that do not know each other: slots, epochs, meetings, replicas. Every
 * node meets every other one, so that nobody has to wait until gossip has told it.
 */
final class ClusterForming {
  private static final Duration MEETING = Duration.ofSeconds(20);

  private final List<Node> nodes;
  private final int primaries;
  private final Map<Node, ClusterView.Member> selves = new HashMap<>();

  /** The first nodes become primaries; the others follow them in turn. */
  ClusterForming(List<Node> nodes, int primaries) {
    this.nodes = nodes;
    this.primaries = primaries;
  }

  /**
   * Sends what makes them a Cluster; it is one when all of them have heard of it.
   *
   * @throws StoreFaultException if a node refuses
   */
  void run() {
    try {
      for (int i = 0; i < nodes.size(); i++) {
        prepare(i);
      }
      for (int i = 0; i < nodes.size(); i++) {
        meet(nodes.get(i), nodes.subList(i + 1, nodes.size()));
      }
      for (int i = primaries; i < nodes.size(); i++) {
        Node replica = nodes.get(i);
        Node primary = nodes.get(i % primaries);
        Waiting.until("embedded.start", MEETING, () -> follow(replica, primary));
      }
    } catch (IOException e) {
      throw new StoreFaultException("embedded.start", "no cluster: " + e.getMessage(), e);
    }
  }

  private void prepare(int number) throws IOException {
    Node node = nodes.get(number);
    try (NodeClient client = node.connect()) {
      if (number < primaries) {
        int first = ClusterView.SLOTS * number / primaries;
        int last = ClusterView.SLOTS * (number + 1) / primaries - 1;
        client.call("CLUSTER", "ADDSLOTSRANGE", "" + first, "" + last);
      }
      // Of two with the same epoch one would have to take another one, after a quarrel.
      client.call("CLUSTER", "SET-CONFIG-EPOCH", "" + (number + 1));
      selves.put(node, ClusterView.parse(client.call("CLUSTER", "NODES").text()).self());
    }
  }

  private void meet(Node node, List<Node> others) throws IOException {
    try (NodeClient client = node.connect()) {
      for (Node other : others) {
        String bus = "" + self(other).busPort();
        client.call("CLUSTER", "MEET", "127.0.0.1", "" + other.port(), bus);
      }
    }
  }

  private Optional<String> follow(Node replica, Node primary) {
    try {
      ClusterView view = ClusterView.of(replica);
      Optional<ClusterView.Member> known = view.at(primary.port());
      if (known.filter(ClusterView.Member::sound).isEmpty()) {
        return Optional.of(replica + " has not met " + primary);
      }
      replica.ask("CLUSTER", "REPLICATE", self(primary).id());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(replica + ": " + e.getMessage());
    }
  }

  private ClusterView.Member self(Node node) {
    ClusterView.Member self = selves.get(node);
    if (self == null) {
      throw new IllegalStateException(node + " has not been prepared");
    }
    return self;
  }

  /** Lines that make a node one of a Cluster. */
  static List<String> configuration(int busPort, Duration nodeTimeout) {
    List<String> lines = new ArrayList<>();
    lines.add("cluster-enabled yes");
    lines.add("cluster-config-file nodes.conf");
    // Chosen, not port + 10000, which may be taken or be no port.
    lines.add("cluster-port " + busPort);
    lines.add("cluster-node-timeout " + nodeTimeout.toMillis());
    lines.add("cluster-require-full-coverage no");
    lines.add("cluster-allow-reads-when-down no");
    lines.add("cluster-replica-validity-factor 10");
    lines.add("cluster-allow-replica-migration no");
    return lines;
  }
}
