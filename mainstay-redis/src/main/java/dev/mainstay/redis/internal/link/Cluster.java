package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.redis.ServerAddress;
import dev.mainstay.redis.internal.link.ClusterView.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Primaries that share the slots between them. Some nodes are asked for their view once a second,
 * and soon after a node sent a call elsewhere; of two that claim a slot the one with the higher
 * epoch has it, which is the cluster's own rule.
 */
final class Cluster implements Topology {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final Duration CALM = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration MOVING = Duration.ofMillis(10);
  private static final Duration ELECTION = Duration.ofMillis(50);
  private static final int ASKED = 3;

  /**
   * For so long a node may not know yet that a former primary is a replica now, and that it could
   * be elected again; the others, and its primary, do. The fence has to wait for it.
   */
  private static final Duration OBSOLETE = CALM.multipliedBy(2);

  private static final Request NODES =
      new Request(
          "link.cluster",
          "CLUSTER NODES",
          Deadline.READ,
          Replies.ascii("CLUSTER"),
          Replies.ascii("NODES"));

  private final Wiring wiring;
  private final AtomicReferenceArray<@Nullable Server> slots =
      new AtomicReferenceArray<>(Slot.COUNT);
  private final long[] epochs = new long[Slot.COUNT];
  private final ClusterNodes nodes = new ClusterNodes(this::connect, this::replaced);
  private final Map<Server, Highest> inSync = new HashMap<>();
  private final CompletableFuture<Void> seen = new CompletableFuture<>();
  private final AtomicLong moves = new AtomicLong();
  private final Rounds rounds;
  private volatile List<Server> all = List.of();
  private volatile List<Server> primaries = List.of();
  private boolean closed;

  Cluster(Wiring wiring) {
    this.wiring = wiring;
    this.rounds = new Rounds(wiring.plug(), () -> CALM, this::poll);
  }

  @Override
  public void start() {
    StartUp startUp = new StartUp(wiring);
    List<CompletableFuture<Line>> firsts = new ArrayList<>();
    for (ServerAddress address : wiring.options().url().servers()) {
      firsts.add(known(address).firstConnection());
    }
    rounds.start();
    // A connection, and then an answer over it.
    long patience = 2 * wiring.options().connectTimeout().toMillis();
    startUp.await(
        seen.copy()
            .orTimeout(patience, TimeUnit.MILLISECONDS)
            .exceptionallyCompose(late -> why(firsts, late)));
    startUp.await(connected());
  }

  /** When every primary was tried: one that is up is enough to begin with. */
  private CompletableFuture<?> connected() {
    CompletableFuture<?>[] tried =
        primaries.stream()
            .map(server -> server.firstConnection().handle((line, failed) -> line))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(tried)
        .completeOnTimeout(
            null, wiring.options().connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .thenCompose(
            done ->
                primaries.stream().anyMatch(server -> server.line() != null)
                    ? CompletableFuture.completedFuture(null)
                    : primaries.get(0).firstConnection());
  }

  private CompletableFuture<Void> why(List<CompletableFuture<Line>> firsts, Throwable late) {
    for (CompletableFuture<Line> first : firsts) {
      if (first.isCompletedExceptionally()) {
        return first.thenAccept(never -> {});
      }
    }
    return CompletableFuture.failedFuture(
        new StoreUnavailableException(
            "connect",
            wiring.options().url() + ": no node says who serves the slots; is the cluster formed?",
            Applied.NO,
            CALM,
            late));
  }

  /** Asks some nodes for their view. */
  private void poll() {
    List<Server> asked = new ArrayList<>(all);
    asked.removeIf(server -> server.line() == null);
    if (asked.isEmpty()) {
      beginAnew();
    }
    while (asked.size() > ASKED) {
      asked.remove(ThreadLocalRandom.current().nextInt(asked.size()));
    }
    asked.forEach(this::ask);
  }

  /** Where all nodes have other addresses by now, the URL still leads to them. */
  private synchronized void beginAnew() {
    if (!closed) {
      nodes.forgetNames();
      wiring.options().url().servers().forEach(this::known);
    }
  }

  private void ask(Server server) {
    Line line = server.line();
    if (line == null) {
      return;
    }
    Call<byte @Nullable []> call =
        new Call<>(wiring.traffic(), Call.Detour.NONE, NODES, new BytesReply());
    var unused =
        call.whenComplete(
            (reply, failed) -> {
              if (failed instanceof StoreFaultException) {
                // It is no node of a cluster, or does not let this user ask.
                seen.completeExceptionally(failed);
              } else if (reply != null) {
                heard(server, ClusterView.of(Replies.text(reply), server.address()));
              }
            });
    line.takeAside(call);
  }

  private void heard(Server asked, ClusterView view) {
    List<Server> gone;
    synchronized (this) {
      if (closed || !nodes.contains(asked)) {
        return;
      }
      nodes.says(asked, view.self());
      if (view.nodes().stream().allMatch(node -> node.slots().isEmpty())) {
        return;
      }
      Map<String, List<ServerAddress>> replicas = view.replicas();
      nodes
          .are(view.present())
          .forEach(
              (node, server) -> {
                List<ServerAddress> its = replicas.getOrDefault(node.id(), List.of());
                server.replicasInSync(inSync(server).with(its.size(), System.nanoTime()));
                server.replicas().listed(its);
                take(node, server);
              });
      primaries = owners();
      gone = drop();
      all = nodes.all();
    }
    gone.forEach(Server::close);
    seen.complete(null);
  }

  private Highest inSync(Server server) {
    return inSync.computeIfAbsent(
        server, any -> new Highest(OBSOLETE, OBSOLETE, System.nanoTime()));
  }

  private void take(Member node, Server server) {
    for (ClusterView.Range range : node.slots()) {
      for (int slot = range.first(); slot <= range.last(); slot++) {
        if (node.epoch() >= epochs[slot]) {
          epochs[slot] = node.epoch();
          give(slot, server);
        }
      }
    }
  }

  private void give(int slot, Server server) {
    Server before = slots.get(slot);
    if (!server.equals(before)) {
      // In this order: whoever finds it here finds nothing from before.
      server.replicas().grown();
      slots.set(slot, server);
      moves.incrementAndGet();
      if (before != null) {
        before.watcher().moved();
      }
    }
  }

  private List<Server> owners() {
    Set<Server> owners = new LinkedHashSet<>();
    for (int slot = 0; slot < Slot.COUNT; slot++) {
      Server owner = slots.get(slot);
      if (owner != null) {
        owners.add(owner);
      }
    }
    return List.copyOf(owners);
  }

  /** Lets go of nodes that the cluster does not list, or lists as down, and that serve nothing. */
  private List<Server> drop() {
    List<Server> gone = nodes.retain(new HashSet<>(primaries));
    inSync.keySet().removeAll(gone);
    return gone;
  }

  private synchronized Server known(ServerAddress address) {
    Server server = nodes.at(address);
    if (!all.contains(server)) {
      all = nodes.all();
    }
    return server;
  }

  /** It is asked as soon as it is there: only then it is known which node it is. */
  private Server connect(ServerAddress address) {
    LOG.debug("A node of the cluster at {}", address);
    Server server = new Server(wiring, address, line -> CompletableFuture.completedFuture(null));
    var unused = server.start().thenRun(() -> ask(server));
    return server;
  }

  /** Two were the same node. What is on its way to the other may still be answered. */
  private void replaced(Server other, Server same) {
    for (int slot = 0; slot < Slot.COUNT; slot++) {
      slots.compareAndSet(slot, other, same);
    }
    inSync.remove(other);
    wiring.plug().later(wiring.options().writeDeadline().multipliedBy(2), other::close);
  }

  @Override
  public @Nullable Server server(byte @Nullable [] key) {
    if (key != null) {
      return slots.get(Slot.of(key));
    }
    List<Server> some = primaries;
    for (Server server : some) {
      if (server.line() != null) {
        return server;
      }
    }
    return some.isEmpty() ? null : some.get(0);
  }

  @Override
  public List<Server> primaries() {
    return primaries;
  }

  @Override
  public long moves() {
    return moves.get();
  }

  @Override
  public List<Server> servers() {
    return all;
  }

  @Override
  public Way onward(String error) {
    String[] words = error.split(" ", -1);
    return switch (words[0]) {
      case "MOVED" -> moved(words);
      case "ASK" -> words.length < 3 ? END : new Way.To(known(place(words[2])), true);
      case "TRYAGAIN" -> new Way.Again(MOVING);
      case "CLUSTERDOWN", "READONLY", "MASTERDOWN" -> elected();
      // Of a slot on its way some keys are here and some are there already.
      default -> Errors.isOnItsWay(error) ? new Way.Again(MOVING) : END;
    };
  }

  private Way elected() {
    rounds.soon(SOON);
    return new Way.Again(ELECTION);
  }

  private Way moved(String[] words) {
    if (words.length < 3) {
      return END;
    }
    int slot = Integer.parseInt(words[1]);
    Server owner = known(place(words[2]));
    synchronized (this) {
      epochs[slot] = 0;
      give(slot, owner);
    }
    rounds.soon(SOON);
    return new Way.To(owner, false);
  }

  /** {@code host:port}; without a host it is the one that was asked, which here they share. */
  private ServerAddress place(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon);
    String asked = wiring.options().url().servers().get(0).host();
    return ServerAddress.tcp(
        host.isEmpty() ? asked : host, Integer.parseInt(text.substring(colon + 1)));
  }

  @Override
  public void close() {
    List<Server> last;
    synchronized (this) {
      closed = true;
      last = nodes.all();
    }
    rounds.close();
    last.forEach(Server::close);
  }
}
