package dev.mainstay.embedded.internal.topology;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the nodes of a Cluster say about each other now.
 *
 * @param nodes all of them
 * @param replicas how many replicas each primary is to have at least
 */
record ClusterHealth(List<Node> nodes, int replicas) {

  /**
   * The primary of a slot: of those that answer and take it for theirs the one with the highest
   * epoch, which is whom all others will follow.
   */
  Optional<Node> primaryOf(int slot) {
    Map<Node, Long> claims = new HashMap<>();
    for (Node node : nodes) {
      try {
        ClusterView.Member self = ClusterView.of(node).self();
        if (self.is("master") && self.slots().get(slot)) {
          claims.put(node, self.epoch());
        }
      } catch (IOException e) {
        // A node that does not answer serves no slot.
      }
    }
    return claims.entrySet().stream()
        .max(Comparator.comparing(Map.Entry::getValue))
        .map(Map.Entry::getKey);
  }

  /** What is not as it was at the start, but for who serves what; empty if nothing. */
  Optional<String> problem() {
    Map<Node, ClusterView> views = new HashMap<>();
    for (Node node : nodes) {
      Optional<String> problem = look(node, views);
      if (problem.isPresent()) {
        return problem;
      }
    }
    ClusterView first = Objects.requireNonNull(views.get(nodes.get(0)));
    for (Map.Entry<Node, ClusterView> view : views.entrySet()) {
      if (!view.getValue().slots().equals(first.slots())) {
        return Optional.of(view.getKey() + " disagrees about who serves which slot");
      }
    }
    return nodes.stream()
        .map(node -> ofReplication(node, first))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> look(Node node, Map<Node, ClusterView> views) {
    try (NodeClient client = node.connect()) {
      ClusterView view = ClusterView.parse(client.call("CLUSTER", "NODES").text());
      if (view.members().size() != nodes.size()) {
        return Optional.of(node + " knows " + view.members().size() + " nodes");
      }
      for (ClusterView.Member member : view.members()) {
        if (!member.sound()) {
          return Optional.of(node + " finds :" + member.port() + " " + member.flags());
        }
      }
      if (view.covered() != ClusterView.SLOTS) {
        return Optional.of(node + " sees " + view.covered() + " slots served");
      }
      if (!client.call("CLUSTER", "INFO").text().contains("cluster_state:ok")) {
        return Optional.of(node + " finds that the cluster is not ok");
      }
      views.put(node, view);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(node + ": " + e.getMessage());
    }
  }

  private Optional<String> ofReplication(Node node, ClusterView view) {
    try {
      RoleReply role = RoleReply.of(node);
      boolean serves = view.at(node.port()).filter(m -> !m.slots().isEmpty()).isPresent();
      boolean fine = serves ? role.isPrimaryOf(replicas) : role.isPrimary() || role.isInSync();
      return fine ? Optional.empty() : Optional.of(node + " is a " + role);
    } catch (IOException e) {
      return Optional.of(node + ": " + e.getMessage());
    }
  }
}
