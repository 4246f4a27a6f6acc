package dev.mainstay.redis.internal.link;

import dev.mainstay.spi.Watch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads of keys that are watched from then on, each by the server that has it. */
public final class Tracking implements AutoCloseable {
  /** So often within the longest age: one answer may be late and the next one in time. */
  private static final int PROOFS = 3;

  private final Link link;
  private final Topology topology;
  private final Traffic traffic;
  private final String name;
  private long interval = Long.MAX_VALUE;
  private @Nullable Pulse pulse;
  private boolean closed;

  Tracking(Link link, Topology topology, Traffic traffic, String name) {
    this.link = link;
    this.topology = topology;
    this.traffic = traffic;
    this.name = name;
  }

  /**
   * Reads a string key and waits for its changes, see {@link Watcher}; {@code null}: nobody can.
   */
  public CompletableFuture<@Nullable Watched> await(String operation, byte[] key) {
    Server server = topology.server(key);
    return server == null
        ? CompletableFuture.completedFuture(null)
        : server.watcher().watch(operation, key);
  }

  /**
   * The value of a string key, {@code null} where there is none; watched from before it is read on.
   * Where nobody can watch, it is read all the same, and the watch has ended. What is watched has
   * half of the deadline, so that the other half is left to read it all the same.
   */
  public CompletableFuture<byte @Nullable []> read(String operation, byte[] key, Watch watch) {
    long since = System.nanoTime();
    return read(
        key,
        watch,
        from -> {
          CompletableFuture<byte @Nullable []> read = from.read(operation, key, watch);
          return read == null ? null : half(operation, read);
        },
        () -> link.second(operation, Deadline.READ, since, link.get(operation, key)));
  }

  /**
   * The fields and values of a hash, in turn; empty when there is no such key. Watched in the same
   * way.
   */
  public CompletableFuture<List<byte[]>> hash(String operation, byte[] key, Watch watch) {
    long since = System.nanoTime();
    return read(
        key,
        watch,
        from -> {
          CompletableFuture<List<byte[]>> read = from.hash(operation, key, watch);
          return read == null ? null : half(operation, read);
        },
        () -> link.second(operation, Deadline.READ, since, link.hgetall(operation, key)));
  }

  private <T extends @Nullable Object> CompletableFuture<T> half(
      String operation, CompletableFuture<T> read) {
    long half = traffic.budget(Deadline.READ) / 2;
    CompletableFuture<T> bounded = read.copy();
    traffic.after(
        half, () -> bounded.completeExceptionally(traffic.errors.overdue(operation, true, half)));
    return bounded;
  }

  private <T extends @Nullable Object> CompletableFuture<T> read(
      byte[] key,
      Watch watch,
      Function<Watcher, @Nullable CompletableFuture<T>> watched,
      Supplier<CompletableFuture<T>> plain) {
    Server server = topology.server(key);
    CompletableFuture<T> read = server == null ? null : watched.apply(server.watcher());
    if (read == null || server == null) {
      watch.close();
      return plain.get();
    }
    if (!server.equals(topology.server(key))) {
      // It went to another, and perhaps before this was entered.
      watch.close();
    }
    return read.exceptionallyCompose(
        failed -> {
          watch.close();
          return plain.get();
        });
  }

  /** From now on each server is asked for its proof so often that none is older than this. */
  public synchronized void prove(Duration most) {
    long wanted = most.toNanos() / PROOFS;
    if (closed || wanted >= interval) {
      return;
    }
    if (pulse != null) {
      pulse.stop();
    }
    interval = wanted;
    pulse = new Pulse(name, wanted, this::prove);
    prove();
    pulse.start();
  }

  private void prove() {
    topology.primaries().forEach(server -> server.watcher().prove());
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (pulse != null) {
      pulse.stop();
    }
  }
}
