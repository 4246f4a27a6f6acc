package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.StoreFacts;
import dev.mainstay.redis.StoreState;
import dev.mainstay.redis.StoreWarning;
import dev.mainstay.time.StoreClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one store, shared by all threads: to its server, to the primary that its sentinels
 * name, or to the primaries of its cluster.
 *
 * <p>What it promises: a call ends within its deadline whatever the store does; nothing is sent
 * twice, but what a server said that it did not do; a call that is not sent by its deadline is
 * never sent; no more than a bounded number of calls are on their way, and those above it fail at
 * once, as all do while their server is not connected to. A server that is silent for two
 * heartbeats is left and connected to anew, wherever it is by then.
 *
 * <p>Futures end on a connection's event loop or, by their deadline, on one of a few threads for
 * that: what depends on them must not block.
 */
public final class Link implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final byte[] HGETALL = Replies.ascii("HGETALL");
  private static final byte[] GET = Replies.ascii("GET");
  private static final Request TIME =
      new Request("link.time", "TIME", Deadline.READ, Replies.ascii("TIME"));

  /** A trip that is quicker adds nothing that anybody would notice to a deadline. */
  private static final long QUICK = 20_000_000;

  private final RedisOptions options;
  private final Traffic traffic;
  private final Wiring wiring;
  private final Topology topology;
  private final Redirects redirects;
  private final Tracking tracking;
  private final Broadcasts broadcasts;
  private final Deadlines deadlines;
  private final Pulse pulse;
  private final StartUp.Findings findings;
  private volatile Supplier<@Nullable CompletableFuture<?>> companion = () -> null;
  private @Nullable CompletableFuture<?> accompanied;

  private Link(RedisOptions options) {
    String name = "mainstay-link-" + options.role();
    this.options = options;
    this.traffic = new Traffic(options, this::wake, Deadlines.enders(name + "-end"));
    this.deadlines = new Deadlines(name + "-deadlines", traffic);
    this.wiring = new Wiring(options, traffic);
    this.topology =
        switch (options.url().topology()) {
          case STANDALONE -> new Fixed(wiring);
          case SENTINEL -> new Sentinels(wiring);
          case CLUSTER -> new Cluster(wiring);
        };
    this.redirects = new Redirects(wiring, topology);
    this.tracking = new Tracking(this, topology, traffic, name + "-proofs");
    this.broadcasts = new Broadcasts(wiring, topology);
    this.pulse = new Pulse(name + "-pulse", options.heartbeat().toNanos(), this::beat);
    try {
      topology.start();
      this.findings = new StartUp(wiring).examine(topology.primaries());
    } catch (RuntimeException e) {
      topology.close();
      wiring.plug().close();
      throw e;
    }
    deadlines.start();
    pulse.start();
  }

  /**
   * Connects and looks at the servers. Blocks for the options' connect timeout a few times at most.
   *
   * @throws dev.mainstay.errors.StoreUnavailableException when nobody answers
   * @throws dev.mainstay.errors.StoreFaultException when who answers cannot be used: login refused,
   *     TLS fails, too old
   */
  public static Link connect(RedisOptions options) {
    return new Link(options);
  }

  /** The fields and values of a hash, in turn; empty when there is no such key. */
  public CompletableFuture<List<byte[]>> hgetall(String operation, byte[] key) {
    return send(
        new Request(operation, "HGETALL", Deadline.READ, HGETALL, key).at(key), new FlatReply());
  }

  /** The value of a string key; {@code null} when there is none. */
  public CompletableFuture<byte @Nullable []> get(String operation, byte[] key) {
    return send(new Request(operation, "GET", Deadline.READ, GET, key).at(key), new BytesReply());
  }

  /**
   * Sends any command.
   *
   * @return the reply as a list of {@code byte[]}, {@code Long}, {@code Double}, {@code Boolean},
   *     lists and {@code null}; a reply that is a single value is a list of one
   */
  public CompletableFuture<List<@Nullable Object>> dispatch(Request request) {
    return send(request, new TreeReply());
  }

  /** Like {@link #dispatch(Request)}, and says over which connection it was answered. */
  public CompletableFuture<Pinned> dispatchToPin(Request request) {
    Call<List<@Nullable Object>> call = new Call<>(traffic, redirects, request, new TreeReply());
    if (traffic.admit(call)) {
      redirects.deliver(call);
    }
    return call.thenApply(reply -> new Pinned(reply, new Pin(Objects.requireNonNull(call.line))));
  }

  /**
   * Sends over a connection that answered before, and over no other; {@code null}, and nothing was
   * done, where that is gone or its server does not decide about the key any more.
   */
  public CompletableFuture<@Nullable List<@Nullable Object>> dispatch(Request request, Pin pin) {
    return pin.send(traffic, request);
  }

  /** Reads of keys that are watched. */
  public Tracking tracking() {
    return tracking;
  }

  /** What is published. */
  public Broadcasts broadcasts() {
    return broadcasts;
  }

  /** Completes with another, or after a while; on a thread where nobody may block. */
  public CompletableFuture<Void> upTo(Duration most, CompletableFuture<Void> other) {
    return traffic.upTo(most.toNanos(), other);
  }

  /**
   * Asks a replica of the server that has the key; {@code null} where none answers that is proved
   * to lag by no more than is allowed, see {@link Replicas}. Never fails.
   *
   * @param request a script that only reads, and answers the section {@code replication} of INFO
   *     ahead of what it read
   */
  public CompletableFuture<@Nullable List<@Nullable Object>> stale(
      Request request, Duration allowed) {
    Server server = topology.server(request.key());
    return server == null
        ? CompletableFuture.completedFuture(null)
        : server
            .replicas()
            .ask(request, allowed)
            .thenApply(reply -> server.equals(topology.server(request.key())) ? reply : null);
  }

  /** The planted fault: replicas are believed whatever they prove. */
  void believeReplicas() {
    topology.primaries().forEach(server -> server.replicas().believe());
  }

  /** One of the servers that share the keys. */
  public interface Shard {
    /** Sends a request to it, as {@link Link#dispatch}. */
    CompletableFuture<List<@Nullable Object>> dispatch(Request request);
  }

  /** The servers that share the keys and are connected to. */
  public List<Shard> shards() {
    return layout().shards();
  }

  /** Where the keys are now. */
  public Layout layout() {
    return Layout.of(topology, traffic);
  }

  /**
   * Like {@link #dispatch(Request)}, and waits until every replica that the topology lists as in
   * sync has what the command wrote. The command has to write something. Where no server has
   * replicas it is confirmed at once, in the same one round trip.
   */
  public CompletableFuture<Fenced> fenced(Request request) {
    if (!isReplicated()) {
      return dispatch(request).thenApply(reply -> new Fenced(reply, true));
    }
    CompletableFuture<Fenced> told = new CompletableFuture<>();
    Call<List<@Nullable Object>> call = Call.fenced(traffic, redirects, request, told);
    var unused = call.exceptionally(failed -> failed(told, failed));
    traffic.after(traffic.budget(request.deadline()), () -> unconfirmed(call, told));
    if (traffic.admit(call)) {
      redirects.deliver(call);
    }
    return told;
  }

  private static @Nullable List<@Nullable Object> failed(
      CompletableFuture<Fenced> told, Throwable failed) {
    told.completeExceptionally(failed);
    return null;
  }

  /**
   * The deadline has come: what is known by now is the answer. A reply may still win against the
   * end of the call by a moment; nobody waits for replicas then.
   */
  static void unconfirmed(Call<List<@Nullable Object>> call, CompletableFuture<Fenced> told) {
    var unused =
        call.whenComplete(
            (reply, failed) -> {
              if (failed == null) {
                told.complete(new Fenced(call.join(), false));
              }
            });
  }

  /**
   * Whether replicas may have to confirm what a fenced call does: any server's, since a key may
   * turn out to be another's than it was.
   */
  public boolean isReplicated() {
    return topology.primaries().stream().anyMatch(server -> server.replicasInSync() > 0);
  }

  /**
   * The second trip of an operation, which has only the time that the first one left of the
   * deadline. After a quick first trip its own deadline is near enough, and no timer is set.
   *
   * @param since {@code nanoTime} when the operation began
   */
  public <T extends @Nullable Object> CompletableFuture<T> second(
      String operation, Deadline deadline, long since, CompletableFuture<T> trip) {
    long budget = traffic.budget(deadline);
    long used = System.nanoTime() - since;
    if (used < QUICK || trip.isDone()) {
      return trip;
    }
    CompletableFuture<T> bounded = trip.copy();
    traffic.after(
        budget - used,
        () -> bounded.completeExceptionally(traffic.errors.overdue(operation, true, budget)));
    return bounded;
  }

  /** The store's clock, milliseconds since 1970; one round trip. */
  public CompletableFuture<Long> timeMillis() {
    return send(TIME, new FlatReply()).thenApply(reply -> Replies.micros(reply) / 1_000);
  }

  /**
   * A section of INFO by name, as in {@code memory}; names that are absent are not told. Of several
   * servers that share the keys it is what they say together, see {@link Infos}.
   */
  public CompletableFuture<Map<String, String>> info(String section) {
    Request request =
        new Request(
            "link.info", "INFO", Deadline.READ, Replies.ascii("INFO"), Replies.ascii(section));
    List<CompletableFuture<Map<String, String>>> asked =
        topology.primaries().stream()
            .map(Server::line)
            .flatMap(Stream::ofNullable)
            .map(line -> send(request, new BytesReply(), line).thenApply(Replies::info))
            .toList();
    return asked.isEmpty()
        ? send(request, new BytesReply()).thenApply(Replies::info)
        : CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
            .thenApply(all -> Infos.together(asked.stream().map(CompletableFuture::join).toList()));
  }

  /** An estimate of the store's clock; no round trip. */
  public StoreClock clock() {
    return wiring.clock();
  }

  /** How the link is right now. */
  public StoreState state() {
    return States.of(topology.primaries());
  }

  /** What the server said of itself at the start. */
  public StoreFacts facts() {
    return findings.facts();
  }

  /** What in the servers' settings puts state at risk; empty for the cache role. */
  public List<StoreWarning> warnings() {
    return findings.warnings();
  }

  /** The options it was made with. */
  public RedisOptions options() {
    return options;
  }

  /** How many calls are on their way. */
  public int inFlight() {
    return traffic.inFlight();
  }

  /** The slot of a key in a cluster; keys of one slot can be asked for in one script. */
  public int slot(byte[] key) {
    return Slot.of(key);
  }

  /** Of several keys that hold the same, one for each server that is connected to. */
  public List<byte[]> spread(List<byte[]> copies) {
    return Copies.spread(topology, copies);
  }

  /**
   * Of several keys that hold the same, the one to read together with a key: of the same server
   * where it has one, else of any that is connected to.
   */
  public byte[] beside(byte[] key, List<byte[]> copies) {
    return Copies.beside(topology, key, copies);
  }

  /** Sends something along with each heartbeat, unless the last is still on its way. */
  public void onBeat(Function<Link, CompletableFuture<?>> other) {
    companion = () -> other.apply(this);
  }

  /** Sends this over each connection that there is and over each new one, before all else. */
  public void greet(Request request) {
    wiring.greeting().add(request);
    for (Server server : topology.servers()) {
      Line line = server.line();
      if (line != null) {
        wiring.greet(line, request);
      }
    }
  }

  /** Closes the connections; calls on their way fail. Blocks for a moment. */
  @Override
  public void close() {
    pulse.stop();
    tracking.close();
    broadcasts.close();
    topology.close();
    wiring.plug().close();
    deadlines.close();
  }

  private <T extends @Nullable Object> CompletableFuture<T> send(Request request, Reply<T> reply) {
    Call<T> call = new Call<>(traffic, redirects, request, reply);
    if (traffic.admit(call)) {
      redirects.deliver(call);
    }
    return call;
  }

  private <T extends @Nullable Object> CompletableFuture<T> send(
      Request request, Reply<T> reply, Line line) {
    Call<T> call = new Call<>(traffic, Call.Detour.NONE, request, reply);
    if (traffic.admit(call)) {
      line.take(call);
    }
    return call;
  }

  private void wake() {
    deadlines.wake();
  }

  private void beat() {
    topology.servers().forEach(Server::beat);
    broadcasts.beat();
    CompletableFuture<?> last = accompanied;
    if (last == null || last.isDone()) {
      accompanied = accompany();
    }
  }

  private @Nullable CompletableFuture<?> accompany() {
    try {
      return companion.get();
    } catch (RuntimeException e) {
      LOG.warn("What accompanies the heartbeat failed", e);
      return null;
    }
  }
}
