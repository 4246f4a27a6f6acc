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
  /** One who waits. */
  static final class Waiter {
    /** Completes when the key may have changed. */
    final CompletableFuture<Void> changed = new CompletableFuture<>();
  }

  private final int most;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<ByteBuffer, Set<Waiter>> waiting = new ConcurrentHashMap<>();

  Waiters(int most) {
    this.most = most;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** One more who waits; {@code null} where there are too many. */
  @Nullable Waiter add(byte[] key) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return null;
    }
    Waiter waiter = new Waiter();
    waiting.compute(
        ByteBuffer.wrap(key),
        (same, others) -> {
          Set<Waiter> all = others == null ? new HashSet<>(2) : others;
          all.add(waiter);
          return all;
        });
    return waiter;
  }

  /** One waits no more. */
  void remove(byte[] key, Waiter waiter) {
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
    Set<Waiter> all = waiting.remove(key);
    if (all != null) {
      count.addAndGet(-all.size());
      all.forEach(waiter -> waiter.changed.complete(null));
    }
  }

  /** Any key may have changed. */
  void wakeAll() {
    List<ByteBuffer> keys = new ArrayList<>(waiting.keySet());
    keys.forEach(this::wake);
  }
}
