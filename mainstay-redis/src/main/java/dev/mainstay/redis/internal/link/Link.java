package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.StoreFacts;
import dev.mainstay.redis.StoreState;
import dev.mainstay.redis.StoreWarning;
import dev.mainstay.time.StoreClock;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one store, shared by all threads.
 *
 * <p>What it promises: a call ends within its deadline whatever the store does; nothing is sent
 * twice; a call that is not sent by its deadline is never sent; no more than a bounded number of
 * calls are on their way, and those above it fail at once, as all do while there is no connection.
 * A store that is silent for two heartbeats is left and connected to anew.
 *
 * <p>Futures end on the connection's event loop or on the thread of the pulse: what depends on them
 * must not block.
 */
public final class Link implements AutoCloseable {
  private static final byte[] HGETALL = Replies.ascii("HGETALL");
  private static final byte[] GET = Replies.ascii("GET");
  private static final Request TIME =
      new Request("link.time", "TIME", Deadline.READ, Replies.ascii("TIME"));

  /** A trip that is quicker adds nothing that anybody would notice to a deadline. */
  private static final long QUICK = 20_000_000;

  private final RedisOptions options;
  private final Plug plug;
  private final Traffic traffic;
  private final Health health;
  private final Heartbeat heartbeat;
  private final Pulse pulse;
  private final ClockEstimate clock = new ClockEstimate();
  private final List<Runnable> onConnect = new CopyOnWriteArrayList<>();
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final StartUp.Findings findings;

  private Link(RedisOptions options) {
    this.options = options;
    this.plug = new Plug(options);
    try {
      this.traffic = new Traffic(options, new Road());
      this.health = new Health(options.role(), options.url().toString(), traffic);
      this.heartbeat = new Heartbeat(traffic, health, clock, plug::cut);
      this.pulse =
          new Pulse(
              "mainstay-link-" + options.role(),
              traffic,
              options.heartbeat().toNanos(),
              heartbeat::beat);
      StartUp startUp = new StartUp(options);
      this.connection = startUp.connect(plug);
      this.findings = startUp.examine(traffic, clock);
    } catch (RuntimeException e) {
      plug.close();
      throw e;
    }
    connection.addListener(new Watch());
    health.connected();
    pulse.start();
  }

  /**
   * Connects and looks at the server. Blocks for the options' connect timeout at most twice.
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
    Request request = new Request(operation, "HGETALL", Deadline.READ, HGETALL, key);
    return send(new Call<>(traffic, request, new FlatReply(), null));
  }

  /** The value of a string key; {@code null} when there is none. */
  public CompletableFuture<byte @Nullable []> get(String operation, byte[] key) {
    Request request = new Request(operation, "GET", Deadline.READ, GET, key);
    return send(new Call<>(traffic, request, new BytesReply(), null));
  }

  /**
   * Sends any command.
   *
   * @return the reply as a list of {@code byte[]}, {@code Long}, {@code Double}, {@code Boolean},
   *     lists and {@code null}; a reply that is a single value is a list of one
   */
  public CompletableFuture<List<@Nullable Object>> dispatch(Request request) {
    return send(new Call<>(traffic, request, new TreeReply(), null));
  }

  /** Like {@link #dispatch(Request)}; sends {@code otherwise} once if a script is not known. */
  public CompletableFuture<List<@Nullable Object>> dispatch(
      Request request, Supplier<Request> otherwise) {
    return send(
        new Call<>(
            traffic,
            request,
            new TreeReply(),
            () -> new Call<>(traffic, otherwise.get(), new TreeReply(), null)));
  }

  /**
   * The second trip of an operation, which has only the time that the first one left of the
   * deadline. After a quick first trip its own deadline is near enough, and no timer is set.
   *
   * @param since {@code nanoTime} when the operation began
   */
  public <T extends @Nullable Object> CompletableFuture<T> second(
      String operation, Deadline deadline, long since, CompletableFuture<T> trip) {
    long budget =
        (deadline == Deadline.READ ? options.readDeadline() : options.writeDeadline()).toNanos();
    long used = System.nanoTime() - since;
    if (used < QUICK || trip.isDone()) {
      return trip;
    }
    CompletableFuture<T> bounded = trip.copy();
    CompletableFuture.delayedExecutor(budget - used, TimeUnit.NANOSECONDS)
        .execute(
            () -> bounded.completeExceptionally(traffic.errors.overdue(operation, true, budget)));
    return bounded;
  }

  /** The store's clock, milliseconds since 1970; one round trip. */
  public CompletableFuture<Long> timeMillis() {
    return send(new Call<>(traffic, TIME, new FlatReply(), null))
        .thenApply(reply -> Replies.micros(reply) / 1_000);
  }

  /** A section of INFO by name, as in {@code memory}; names that are absent are not told. */
  public CompletableFuture<Map<String, String>> info(String section) {
    byte[] name = section.getBytes(StandardCharsets.US_ASCII);
    Request request = new Request("link.info", "INFO", Deadline.READ, Replies.ascii("INFO"), name);
    return send(new Call<>(traffic, request, new BytesReply(), null)).thenApply(Replies::info);
  }

  /** An estimate of the store's clock; no round trip. */
  public StoreClock clock() {
    return clock;
  }

  /** How the link is right now. */
  public StoreState state() {
    return health.state();
  }

  /** What the server said of itself at the start. */
  public StoreFacts facts() {
    return findings.facts();
  }

  /** What in the server's settings puts state at risk; empty for the cache role. */
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

  /** Sends something along with each heartbeat, unless the last is still on its way. */
  public void onBeat(Function<Link, CompletableFuture<?>> companion) {
    heartbeat.accompany(() -> companion.apply(this));
  }

  /** Runs something now and after each new connection; it must not block. */
  public void onConnect(Runnable action) {
    onConnect.add(action);
    action.run();
  }

  /** Closes the connection; calls on their way fail. Blocks for a moment. */
  @Override
  public void close() {
    health.closing();
    pulse.stop();
    connection.close();
    plug.close();
  }

  private <T extends @Nullable Object> CompletableFuture<T> send(Call<T> call) {
    traffic.send(call);
    return call;
  }

  /** The way from the calls to Lettuce; looks at the connection only once there is one. */
  private final class Road implements Traffic.Road {
    @Override
    public void take(Call<?> call) {
      try {
        connection.dispatch(call);
      } catch (RuntimeException e) {
        // A link that is closed has no event loop to take it.
        call.completeExceptionally(e);
      }
    }

    @Override
    public void wake() {
      pulse.wake();
    }
  }

  /** Hears of a lost and of a new connection. */
  private final class Watch implements RedisConnectionStateListener {
    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
      clock.forget();
      health.connected();
      onConnect.forEach(Runnable::run);
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
      health.disconnected("the connection broke");
    }
  }
}
