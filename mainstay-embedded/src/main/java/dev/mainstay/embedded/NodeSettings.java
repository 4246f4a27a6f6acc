package dev.mainstay.embedded;

import dev.mainstay.errors.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is allowed in the options of topologies. */
final class NodeSettings {
  /** Each decides where a node is, who may enter, or whom it belongs to. */
  private static final Set<String> OURS =
      Set.of(
          "aclfile",
          "appendonly",
          "bind",
          "cluster-config-file",
          "cluster-enabled",
          "cluster-node-timeout",
          "cluster-port",
          "daemonize",
          "dir",
          "include",
          "masterauth",
          "masteruser",
          "pidfile",
          "port",
          "replicaof",
          "requirepass",
          "sentinel",
          "slaveof",
          "supervised",
          "unixsocket",
          "user");

  private NodeSettings() {}

  /** The same lines, if they may stand in a configuration. */
  static List<String> checked(List<String> lines) {
    for (String line : lines) {
      String word = line.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
      if (line.isBlank() || line.lines().count() != 1) {
        throw new InvalidValueException(
            "settings", "each is one line, as in \"min-replicas-to-write 1\"");
      }
      if (OURS.contains(word)) {
        throw new InvalidValueException(
            "settings", "\"" + word + "\" is set by the topology itself; leave it out");
      }
    }
    return List.copyOf(lines);
  }

  static void between(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidValueException(
          field, value + " is out of range; allowed is " + least + " to " + most);
    }
  }

  static void between(String field, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidValueException(
          field, value + " is out of range; allowed is " + least + " to " + most);
    }
  }
}
