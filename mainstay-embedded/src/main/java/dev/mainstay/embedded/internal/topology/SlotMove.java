package dev.mainstay.embedded.internal.topology;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves slots with their keys to another primary while they are used, as {@code redis-cli --cluster
 * reshard} does: slot by slot, and within a slot a few keys at a time, so that clients meet {@code
 * ASK}, {@code TRYAGAIN} and {@code MOVED}.
 */
final class SlotMove implements AutoCloseable {
  private static final int BATCH = 10;
  private static final int MIGRATE_MILLIS = 5_000;
  private static final Duration ANSWERING = Duration.ofMillis(2L * MIGRATE_MILLIS);

  private final Map<Integer, Node> byPort = new HashMap<>();
  private final Map<Node, NodeClient> clients = new HashMap<>();
  private final Node target;
  private final Duration pause;

  /** To this node, with a pause in each slot before each batch of keys and before its end. */
  SlotMove(List<Node> nodes, Node target, Duration pause) {
    nodes.forEach(node -> byPort.put(node.port(), node));
    this.target = target;
    this.pause = pause;
  }

  /** Moves what the target does not have of these slots, the last one included. */
  void run(int from, int to) throws IOException {
    ClusterView view = ClusterView.parse(client(target).call("CLUSTER", "NODES").text());
    for (int slot = from; slot <= to; slot++) {
      int number = slot;
      ClusterView.Member source =
          view.owner(slot).orElseThrow(() -> new IOException("nobody serves slot " + number));
      if (!source.is("myself")) {
        move(slot, source, view.self());
      }
    }
  }

  private void move(int slot, ClusterView.Member source, ClusterView.Member self)
      throws IOException {
    Node node = byPort.get(source.port());
    if (node == null) {
      throw new IOException("slot " + slot + " is served by a node that is not of this cluster");
    }
    client(target).call("CLUSTER", "SETSLOT", "" + slot, "IMPORTING", source.id());
    client(node).call("CLUSTER", "SETSLOT", "" + slot, "MIGRATING", self.id());
    List<String> keys;
    do {
      Waiting.pause("embedded.moveSlots", pause);
      keys = client(node).call("CLUSTER", "GETKEYSINSLOT", "" + slot, "" + BATCH).texts();
      migrate(node, keys);
    } while (!keys.isEmpty());
    // The target first: until it takes the slot for its own, it would send clients back.
    client(target).call("CLUSTER", "SETSLOT", "" + slot, "NODE", self.id());
    client(node).call("CLUSTER", "SETSLOT", "" + slot, "NODE", self.id());
  }

  private void migrate(Node source, List<String> keys) throws IOException {
    if (keys.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("MIGRATE", "127.0.0.1", "" + target.port()));
    command.addAll(List.of("", "0", "" + MIGRATE_MILLIS));
    command.addAll(List.of("AUTH2", Users.OPERATOR, target.users().operator().text(), "KEYS"));
    command.addAll(keys);
    client(source).call(command.toArray(String[]::new));
  }

  private NodeClient client(Node node) throws IOException {
    NodeClient client = clients.get(node);
    if (client == null) {
      client = node.connect(ANSWERING);
      clients.put(node, client);
    }
    return client;
  }

  @Override
  public void close() throws IOException {
    for (NodeClient client : clients.values()) {
      client.close();
    }
  }
}
