package dev.mainstay.embedded.internal.topology;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What sentinels and data nodes say about each other now.
 *
 * @param name the name of the primary
 * @param data the data nodes
 * @param sentinels the sentinels
 */
record SentinelHealth(String name, List<Node> data, List<Node> sentinels) {
  private static final Set<String> PEER = Set.of("sentinel", "sentinel,master_down");

  /** A replica that a sentinel would make the primary. */
  private static boolean fit(Map<String, String> replica) {
    return "slave".equals(replica.get("flags")) && "ok".equals(replica.get("master-link-status"));
  }

  /** A sentinel that answers; for five seconds a past opinion of a primary stays with it. */
  private static boolean peer(Map<String, String> sentinel) {
    return PEER.contains(sentinel.getOrDefault("flags", ""));
  }

  /** The primary that more than half of all sentinels name. */
  Optional<Node> primary() {
    Map<String, Integer> votes = new HashMap<>();
    for (Node sentinel : sentinels) {
      try {
        List<String> address = sentinel.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", name).texts();
        votes.merge(address.get(1), 1, Integer::sum);
      } catch (IOException e) {
        // It has no vote: the majority is that of all.
      }
    }
    return data.stream()
        .filter(node -> votes.getOrDefault("" + node.port(), 0) > sentinels.size() / 2)
        .findFirst();
  }

  /** What is not as it was at the start, but for who is primary; empty if nothing. */
  Optional<String> problem() {
    Optional<Node> primary = primary();
    if (primary.isEmpty()) {
      return Optional.of("no majority of sentinels names a primary");
    }
    Optional<String> problem = ofReplicas(primary.get());
    for (Node sentinel : sentinels) {
      problem = problem.or(() -> ofSentinel(sentinel, primary.get()));
    }
    return problem;
  }

  /** What is wrong with the data nodes where this one is to be the primary of all others. */
  Optional<String> ofReplicas(Node primary) {
    for (Node node : data) {
      try {
        RoleReply role = RoleReply.of(node);
        boolean fine =
            node.equals(primary)
                ? role.isPrimaryOf(data.size() - 1)
                : role.isReplicaOf(primary.port());
        if (!fine) {
          return Optional.of(node + ", where " + primary + " is primary, is a " + role);
        }
      } catch (IOException e) {
        return Optional.of(node + ": " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private Optional<String> ofSentinel(Node sentinel, Node primary) {
    try (NodeClient client = sentinel.connect()) {
      Map<String, String> master = fields(client.call("SENTINEL", "MASTER", name));
      Map<String, String> wanted =
          Map.of(
              "port", "" + primary.port(),
              "flags", "master",
              "num-slaves", "" + (data.size() - 1),
              "num-other-sentinels", "" + (sentinels.size() - 1));
      if (!master.entrySet().containsAll(wanted.entrySet())) {
        master.keySet().retainAll(wanted.keySet());
        return Optional.of(sentinel + " knows of " + master + " instead of " + wanted);
      }
      return listed(client, sentinel, "REPLICAS", SentinelHealth::fit)
          .or(() -> listed(client, sentinel, "SENTINELS", SentinelHealth::peer));
    } catch (IOException e) {
      return Optional.of(sentinel + ": " + e.getMessage());
    }
  }

  private Optional<String> listed(
      NodeClient client, Node sentinel, String what, Predicate<Map<String, String>> wanted) {
    try {
      for (Reply one : client.call("SENTINEL", what, name).parts()) {
        Map<String, String> fields = fields(one);
        if (!wanted.test(fields)) {
          return Optional.of(sentinel + " finds " + fields.get("name") + " " + fields.get("flags"));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(sentinel + ": " + e.getMessage());
    }
  }

  private static Map<String, String> fields(Reply reply) {
    List<String> texts = reply.texts();
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i + 1 < texts.size(); i += 2) {
      fields.put(texts.get(i), texts.get(i + 1));
    }
    return fields;
  }
}
