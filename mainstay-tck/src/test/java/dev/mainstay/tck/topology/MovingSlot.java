package dev.mainstay.tck.topology;

import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.NodeRole;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A slot on its way from one primary to another, whose keys are moved by name: what a resharding
 * shows for an instant stays here for as long as a test looks at it.
 */
final class MovingSlot implements AutoCloseable {
  private static final int MOST_KEYS = 10_000;
  private static final int MIGRATE_MILLIS = 5_000;

  private final RedisClient client = RedisClient.create();
  private final int slot;
  private final RedisCommands<String, String> source;
  private final RedisCommands<String, String> target;
  private final URI to;

  /** Begins to move the slot to another primary; no key has left yet. */
  MovingSlot(EmbeddedCluster cluster, int slot) {
    this.slot = slot;
    EmbeddedNode from = cluster.primaryOf(slot);
    EmbeddedNode other = target(cluster, from);
    this.to = URI.create(other.adminUrl());
    this.source = client.connect(RedisURI.create(from.adminUrl())).sync();
    this.target = client.connect(RedisURI.create(other.adminUrl())).sync();
    target.clusterSetSlotImporting(slot, source.clusterMyId());
    source.clusterSetSlotMigrating(slot, target.clusterMyId());
  }

  /** The primary that a slot of this one is moved to. */
  static EmbeddedNode target(EmbeddedCluster cluster, EmbeddedNode from) {
    return cluster.nodes().stream()
        .filter(node -> node.role().equals(Optional.of(NodeRole.PRIMARY)))
        .filter(node -> !node.equals(from))
        .findFirst()
        .orElseThrow();
  }

  /** Moves those of its keys; as an operator does, without replacing any that is there already. */
  void move(Predicate<String> which) {
    List<String> keys =
        source.clusterGetKeysInSlot(slot, MOST_KEYS).stream().filter(which).toList();
    if (!keys.isEmpty()) {
      String[] login = to.getUserInfo().split(":", 2);
      MigrateArgs<String> what = MigrateArgs.Builder.keys(keys);
      what.auth2(login[0], login[1]);
      source.migrate(to.getHost(), to.getPort(), 0, MIGRATE_MILLIS, what);
    }
  }

  /** Moves what is left and gives the slot to its new primary. */
  void finish() {
    move(any -> true);
    target.clusterSetSlotNode(slot, target.clusterMyId());
    source.clusterSetSlotNode(slot, target.clusterMyId());
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
