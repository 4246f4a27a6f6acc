package dev.mainstay.internal.limits;

import dev.mainstay.limits.AsyncLimits;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Decision.Denied;
import dev.mainstay.limits.Take;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for permits: first come, first served among the waiters of one key in this
 * process. Only the first asks the store, again after as long as it was told to; the others stand
 * behind it.
 */
final class Waiting {
  /** So many may wait at a time, for all keys together. */
  private static final int MOST = 10_000;

  private final AsyncLimits limits;
  private final Map<Take, Deque<Waiter>> queues = new HashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();

  Waiting(AsyncLimits limits) {
    this.limits = limits;
  }

  /** One of them; its end, and when its patience ends. */
  private static final class Waiter extends CompletableFuture<Decision> {
    private final Take take;
    private final long until;

    Waiter(Take take, Duration patience) {
      this.take = take;
      this.until = System.nanoTime() + patience.toNanos();
    }

    long left() {
      return until - System.nanoTime();
    }
  }

  CompletionStage<Decision> acquire(Take take, Duration patience) {
    if (waiting.incrementAndGet() > MOST) {
      waiting.decrementAndGet();
      return limits.take(List.of(take));
    }
    Waiter waiter = new Waiter(take, patience);
    var unused = waiter.whenComplete((decision, failed) -> waiting.decrementAndGet());
    if (isFirst(waiter)) {
      ask(waiter);
    } else {
      later(Math.max(0, patience.toNanos()), () -> giveUp(waiter));
    }
    return waiter;
  }

  private static Take queue(Take take) {
    return take.cost(1);
  }

  private boolean isFirst(Waiter waiter) {
    synchronized (queues) {
      Deque<Waiter> queue = queues.computeIfAbsent(queue(waiter.take), any -> new ArrayDeque<>());
      queue.addLast(waiter);
      return queue.peekFirst() == waiter;
    }
  }

  private void ask(Waiter waiter) {
    var unused =
        limits
            .take(List.of(waiter.take))
            .whenComplete(
                (decision, failed) -> {
                  if (failed != null) {
                    waiter.completeExceptionally(failed);
                    next(waiter);
                  } else if (decision instanceof Denied denied && mayWait(waiter, denied)) {
                    later(denied.retryAfter().orElseThrow().toNanos(), () -> ask(waiter));
                  } else {
                    waiter.complete(decision);
                    next(waiter);
                  }
                });
  }

  private static boolean mayWait(Waiter waiter, Denied denied) {
    return denied.retryAfter().isPresent() && denied.retryAfter().get().toNanos() <= waiter.left();
  }

  private void next(Waiter done) {
    Waiter next = remove(done);
    while (next != null && next.isDone()) {
      next = remove(next);
    }
    if (next != null) {
      ask(next);
    }
  }

  private @Nullable Waiter remove(Waiter first) {
    synchronized (queues) {
      Take key = queue(first.take);
      Deque<Waiter> queue = queues.get(key);
      if (queue == null) {
        return null;
      }
      queue.pollFirst();
      if (queue.isEmpty()) {
        queues.remove(key);
      }
      return queue.peekFirst();
    }
  }

  /** Its turn did not come in time. */
  private void giveUp(Waiter waiter) {
    boolean isFirst;
    synchronized (queues) {
      Deque<Waiter> queue = queues.get(queue(waiter.take));
      isFirst = queue != null && queue.peekFirst() == waiter;
    }
    if (!isFirst) {
      waiter.complete(
          new Denied(List.of(), List.of(waiter.take.limit()), Optional.of(Duration.ZERO)));
    }
  }

  private static void later(long nanos, Runnable work) {
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(work);
  }
}
