package dev.mainstay.redis.internal.link;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one server, for as long as it lasts: it is never made again. What was on its
 * way when it broke ends as unknown, and nothing is sent twice.
 */
final class Line {
  private static final ThreadLocal<@Nullable ScheduledExecutorService> LOOP = new ThreadLocal<>();

  private final Traffic traffic;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final AtomicBoolean cut = new AtomicBoolean();
  private volatile @Nullable ScheduledExecutorService loop;

  Line(Traffic traffic, StatefulRedisConnection<byte[], byte[]> connection) {
    this.traffic = traffic;
    this.connection = connection;
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            ended.complete(null);
          }
        });
    if (!connection.isOpen()) {
      ended.complete(null);
    }
  }

  /** Called on the thread that reads and writes for a connection, before there is a line. */
  static void runsOn(ScheduledExecutorService eventLoop) {
    LOOP.set(eventLoop);
  }

  /** Called on the thread that reads and writes for this connection. */
  void onLoop() {
    if (loop == null) {
      loop = LOOP.get();
    }
  }

  /** What reads and writes for it; {@code null} before the first call. */
  @Nullable ScheduledExecutorService loop() {
    return loop;
  }

  /** Sends a call that the traffic admitted. */
  void take(Call<?> call) {
    call.line = this;
    try {
      connection.dispatch(call);
    } catch (RuntimeException e) {
      // A connection that is closed has no event loop to take it.
      call.completeExceptionally(e);
    }
  }

  /** Sends calls that the traffic admitted in one system call. */
  void take(List<Call<?>> calls) {
    calls.forEach(call -> call.line = this);
    try {
      connection.dispatch(calls);
    } catch (RuntimeException e) {
      calls.forEach(call -> call.completeExceptionally(e));
    }
  }

  /** Sends a call outside the bound and without a deadline of its own. */
  void takeAside(Call<?> call) {
    traffic.admitAside();
    take(call);
  }

  /** Hears from now on what the server says by itself, of one kind; see {@link Pushes}. */
  void hear(String kind, Consumer<List<ByteBuffer>> said) {
    connection.addListener(new Pushes(kind, said));
  }

  boolean isOpen() {
    return !ended.isDone();
  }

  /** Completes when it broke or was cut. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Closes it without waiting for the server. */
  void cut() {
    if (cut.compareAndSet(false, true)) {
      ended.complete(null);
      var unused = connection.closeAsync().whenComplete((done, failed) -> closed.complete(null));
    }
  }

  /** Completes when a connection that was cut is closed. */
  CompletableFuture<Void> closed() {
    return closed;
  }
}
