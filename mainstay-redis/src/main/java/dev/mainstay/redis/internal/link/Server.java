package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.ServerAddress;
import dev.mainstay.redis.StoreState;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server that holds keys: the connection that is kept to it, its heartbeat, the fence for what
 * must not be undone, its replicas, and who says when its keys change.
 */
final class Server implements Node.Watch, AutoCloseable {
  private final Wiring wiring;
  private final Node node;
  private final Health health;
  private final Heartbeat heartbeat;
  private final Fence fence;
  private final Replicas replicas;
  private final Watcher watcher;
  private volatile int replicasInSync;

  /**
   * @param test what a new connection has to pass before a call is sent over it
   */
  Server(Wiring wiring, ServerAddress address, Function<Line, CompletableFuture<?>> test) {
    Login login = Login.of(wiring.options().url());
    this.wiring = wiring;
    this.health = new Health(wiring, address);
    this.heartbeat = new Heartbeat(wiring.traffic(), health, wiring.clock());
    this.node = new Node(wiring.plug(), address, () -> login, wiring.options(), test, this);
    this.fence = new Fence(wiring, address, login, this::replicasInSync);
    this.replicas = new Replicas(wiring, node::line);
    this.watcher = new Watcher(wiring, address);
  }

  /** Begins to connect; says how the first attempt ends. */
  CompletableFuture<Line> start() {
    return node.start().first();
  }

  /** How the first attempt to connect ends. */
  CompletableFuture<Line> firstConnection() {
    return node.first();
  }

  ServerAddress address() {
    return node.address();
  }

  /** The connection for calls, {@code null} while there is none. */
  @Nullable Line line() {
    return node.line();
  }

  /** Where revocations go, to be confirmed by the replicas. */
  Fence fence() {
    return fence;
  }

  /** Its replicas, for reads that may lag. */
  Replicas replicas() {
    return replicas;
  }

  /** Who says when its keys change. */
  Watcher watcher() {
    return watcher;
  }

  /** How many replicas the topology lists as in sync: so many have to confirm. */
  int replicasInSync() {
    return replicasInSync;
  }

  /** The topology was looked at. */
  void replicasInSync(int count) {
    replicasInSync = count;
  }

  StoreState state() {
    return health.state();
  }

  /** One heartbeat; on the thread of the pulse. */
  void beat() {
    heartbeat.beat(node.line());
    replicas.beat();
    watcher.beat();
  }

  @Override
  public void up(Node same, Line line) {
    wiring.clock().forget();
    wiring.greeting().forEach(request -> wiring.greet(line, request));
    health.connected();
  }

  @Override
  public void down(Node same) {
    fence.cut();
    health.disconnected("the connection broke");
  }

  @Override
  public void failed(Node same, Throwable why) {
    health.notConnected(ConnectFailure.reason(why));
  }

  @Override
  public void close() {
    health.closing();
    fence.close();
    replicas.close();
    watcher.close();
    node.close();
  }
}
