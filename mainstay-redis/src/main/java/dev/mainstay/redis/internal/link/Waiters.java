package dev.mainstay.redis.internal.link;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Who waits for keys to change; no more than so many. */
final class Waiters {
  private final int most;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<ByteBuffer, Set<CompletableFuture<Void>>> waiting = new ConcurrentHashMap<>();

  Waiters(int most) {
    this.most = most;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** One more who waits; {@code null} where there are too many. */
  @Nullable CompletableFuture<Void> add(byte[] key) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return null;
    }
    CompletableFuture<Void> waiter = new CompletableFuture<>();
    waiting.compute(
        ByteBuffer.wrap(key),
        (same, others) -> {
          Set<CompletableFuture<Void>> all = others == null ? new HashSet<>(2) : others;
          all.add(waiter);
          return all;
        });
    return waiter;
  }

  /** One waits no more. */
  void remove(byte[] key, CompletableFuture<Void> waiter) {
    waiting.computeIfPresent(
        ByteBuffer.wrap(key),
        (same, all) -> {
          if (all.remove(waiter)) {
            count.decrementAndGet();
          }
          return all.isEmpty() ? null : all;
        });
  }

  /** A key changed. */
  void wake(ByteBuffer key) {
    Set<CompletableFuture<Void>> all = waiting.remove(key);
    if (all != null) {
      count.addAndGet(-all.size());
      all.forEach(waiter -> waiter.complete(null));
    }
  }

  /** Any key may have changed. */
  void wakeAll() {
    List<ByteBuffer> keys = new ArrayList<>(waiting.keySet());
    keys.forEach(this::wake);
  }
}
