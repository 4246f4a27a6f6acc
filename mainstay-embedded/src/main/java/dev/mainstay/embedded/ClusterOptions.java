package dev.mainstay.embedded;

import dev.mainstay.embedded.internal.Binary;
import dev.mainstay.embedded.internal.topology.ClusterPlan;
import dev.mainstay.errors.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Cluster to start: an immutable value.
 *
 * @param primaries how many primaries share the slots, 1 to 12; with fewer than three nobody can be
 *     voted to take the place of one that failed
 * @param replicas how many replicas each of them has, 0 to 4
 * @param nodeTimeout after how long without an answer a node finds another one down, 200 ms to 5
 *     min
 * @param settings more lines of configuration for all nodes, as in {@code min-replicas-to-write 1}
 * @param binary a redis-server or valkey-server of 7.0 (7.2) or later, or null for the bundled one
 * @param admin whether there is a second user who may do all
 */
public record ClusterOptions(
    int primaries,
    int replicas,
    Duration nodeTimeout,
    List<String> settings,
    @Nullable Path binary,
    boolean admin) {

  /** Checks the values. */
  public ClusterOptions {
    NodeSettings.between("primaries", primaries, 1, 12);
    NodeSettings.between("replicas", replicas, 0, 4);
    NodeSettings.between(
        "node-timeout", nodeTimeout, Duration.ofMillis(200), Duration.ofMinutes(5));
    settings = NodeSettings.checked(settings);
  }

  /** Three primaries with a replica each, which find each other down after two seconds. */
  public static ClusterOptions usual() {
    return new ClusterOptions(3, 1, Duration.ofSeconds(2), List.of(), null, false);
  }

  /** With this many primaries, and replicas of each. */
  public ClusterOptions withNodes(int count, int replicasOfEach) {
    return new ClusterOptions(count, replicasOfEach, nodeTimeout, settings, binary, admin);
  }

  /** With another time after which a node is found down. */
  public ClusterOptions withNodeTimeout(Duration silence) {
    return new ClusterOptions(primaries, replicas, silence, settings, binary, admin);
  }

  /**
   * With these lines for all nodes instead of those before; a line wins over a default.
   *
   * @throws InvalidValueException if one is no single line, or is about what the topology needs to
   *     decide itself: ports, folders, users, replication
   */
  public ClusterOptions withSettings(String... lines) {
    return new ClusterOptions(primaries, replicas, nodeTimeout, List.of(lines), binary, admin);
  }

  /** With this server program instead of the bundled one. */
  public ClusterOptions withBinary(@Nullable Path program) {
    return new ClusterOptions(primaries, replicas, nodeTimeout, settings, program, admin);
  }

  /** With a user {@code admin} that may do all on every node, under a password of its own. */
  public ClusterOptions withAdmin() {
    return new ClusterOptions(primaries, replicas, nodeTimeout, settings, binary, true);
  }

  ClusterPlan plan() {
    return new ClusterPlan(Binary.find(binary), primaries, replicas, nodeTimeout, settings, admin);
  }
}
