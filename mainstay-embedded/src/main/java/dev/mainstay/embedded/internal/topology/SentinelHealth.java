package dev.mainstay.embedded.internal.topology;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What sentinels and data nodes say about each other now.
 *
 * @param name the name of the primary
 * @param data the data nodes
 * @param sentinels the sentinels
 */
record SentinelHealth(String name, List<Node> data, List<Node> sentinels) {

  /** A replica that a sentinel would make the primary. */
  private static final Map<String, String> FIT =
      Map.of("flags", "slave", "master-link-status", "ok");

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
        List<String> role = node.ask("ROLE").texts();
        boolean fine =
            node.equals(primary)
                ? role.get(0).equals("master") && role.size() == 2 + 3 * (data.size() - 1)
                : role.get(0).equals("slave")
                    && role.get(2).equals("" + primary.port())
                    && role.get(3).equals("connected");
        if (!fine) {
          return Optional.of(node + ", where " + primary + " is primary, is " + role);
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
      return listed(client, sentinel, "REPLICAS", FIT)
          .or(() -> listed(client, sentinel, "SENTINELS", Map.of("flags", "sentinel")));
    } catch (IOException e) {
      return Optional.of(sentinel + ": " + e.getMessage());
    }
  }

  private Optional<String> listed(
      NodeClient client, Node sentinel, String what, Map<String, String> wanted) {
    try {
      for (Reply one : client.call("SENTINEL", what, name).parts()) {
        Map<String, String> fields = fields(one);
        if (!fields.entrySet().containsAll(wanted.entrySet())) {
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
