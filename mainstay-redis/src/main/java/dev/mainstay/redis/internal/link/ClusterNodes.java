package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.ServerAddress;
import dev.mainstay.redis.internal.link.ClusterView.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The servers of a cluster, one for each of its nodes, whatever it is called: a URL may name hosts
 * where the nodes list addresses, or one host that leads to any of them. Which node a server is, it
 * says itself when it is asked. Of two that are the same, the one at the address that the nodes
 * list stays; another name serves for as long as there is no connection to that address. For one
 * thread at a time.
 */
final class ClusterNodes {
  private final Function<ServerAddress, Server> connect;
  private final BiConsumer<Server, Server> replaced;
  private final Map<ServerAddress, Server> servers = new HashMap<>();

  /** Those that have said which node they are. */
  private final Map<String, Server> named = new HashMap<>();

  /** Where each node that is listed is said to be. */
  private final Map<String, ServerAddress> listed = new HashMap<>();

  /**
   * @param connect begins to connect to an address
   * @param replaced told of a server that is no more needed, and of the one that is the same node
   */
  ClusterNodes(Function<ServerAddress, Server> connect, BiConsumer<Server, Server> replaced) {
    this.connect = connect;
    this.replaced = replaced;
  }

  /** The server at an address, made where there is none yet. */
  Server at(ServerAddress address) {
    return servers.computeIfAbsent(address, connect);
  }

  /** All of them, each once. */
  List<Server> all() {
    return List.copyOf(new LinkedHashSet<>(servers.values()));
  }

  boolean contains(Server server) {
    return servers.containsValue(server);
  }

  /** A server said which node it is. */
  void says(Server server, String id) {
    Server same = named.get(id);
    // A name may lead to another node than before.
    named.values().remove(server);
    if (same == null || same.equals(server) || same.line() == null) {
      named.put(id, server);
    } else if (server.address().equals(listed.get(id))) {
      named.put(id, server);
      replace(same, server);
    } else {
      replace(server, same);
    }
  }

  /** The nodes are these; the server of each. */
  Map<Member, Server> are(List<Member> nodes) {
    listed.clear();
    Map<Member, Server> all = new LinkedHashMap<>();
    for (Member node : nodes) {
      listed.put(node.id(), node.address());
      all.put(node, of(node));
    }
    return all;
  }

  private Server of(Member node) {
    Server there = at(node.address());
    if (!there.address().equals(node.address())) {
      // A former name of another.
      servers.remove(node.address());
      there = at(node.address());
    }
    Server same = named.get(node.id());
    return same == null || same.line() == null ? there : same;
  }

  private void replace(Server other, Server same) {
    named.values().remove(other);
    servers.replaceAll((address, server) -> server.equals(other) ? same : server);
    replaced.accept(other, same);
  }

  /** What was another name of a node may lead to another one by now. */
  void forgetNames() {
    servers.entrySet().removeIf(entry -> !entry.getValue().address().equals(entry.getKey()));
  }

  /** Forgets what is neither listed nor wanted, nor has yet to say which node it is. */
  List<Server> retain(Collection<Server> wanted) {
    List<Server> gone = new ArrayList<>(all());
    gone.removeIf(server -> wanted.contains(server) || isListed(server) || isUnnamed(server));
    servers.values().removeAll(gone);
    named.values().removeAll(gone);
    return gone;
  }

  private boolean isListed(Server server) {
    return listed.containsValue(server.address());
  }

  private boolean isUnnamed(Server server) {
    boolean mayAnswer = server.line() != null || !server.firstConnection().isDone();
    return mayAnswer && !named.containsValue(server);
  }
}
