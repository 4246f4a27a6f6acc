package dev.mainstay.internal.cache;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trips to the store that belong together, many on their way at once, but not so many that the
 * link's bound is met or others find no room.
 */
final class Pipeline {
  static final int MOST = 1_000;

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger running = new AtomicInteger();

  /** How often somebody wanted more to be sent; one sends for all. */
  private final AtomicInteger wanted = new AtomicInteger();

  /** Makes a trip, after those before. */
  <T extends @Nullable Object> CompletionStage<T> send(Supplier<CompletionStage<T>> trip) {
    CompletableFuture<T> end = new CompletableFuture<>();
    waiting.add(() -> begin(trip, end));
    sendMore();
    return end;
  }

  private <T extends @Nullable Object> void begin(
      Supplier<CompletionStage<T>> trip, CompletableFuture<T> end) {
    CompletionStage<T> begun;
    try {
      begun = trip.get();
    } catch (RuntimeException | Error failed) {
      begun = CompletableFuture.failedFuture(failed);
    }
    var unused =
        begun.whenComplete(
            (value, failed) -> {
              running.decrementAndGet();
              Sources.pass(value, failed, end);
              sendMore();
            });
  }

  /** Not by recursion: trips that end at once would be as deep as they are many. */
  private void sendMore() {
    if (wanted.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    while (seen > 0) {
      while (running.get() < MOST && sendNext()) {}
      seen = wanted.addAndGet(-seen);
    }
  }

  private boolean sendNext() {
    Runnable next = waiting.poll();
    if (next == null) {
      return false;
    }
    running.incrementAndGet();
    next.run();
    return true;
  }
}
