package dev.mainstay.internal.limits;

import dev.mainstay.limits.AsyncLimits;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Decision.Denied;
import dev.mainstay.limits.LimitBounds;
import dev.mainstay.limits.Standing;
import dev.mainstay.limits.Take;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for permits: first come, first served among the waiters of one key in this
 * process. Only the first asks the store, again after as long as it was told to; the others stand
 * behind it. Whose patience ends there is told what the first was told last.
 */
final class Waiting {
  /** So many may wait at a time, for all keys together. */
  private static final int MOST = 10_000;

  /** Nobody is told to come back sooner, or does. */
  private static final long SOONEST = 1_000_000;

  private final AsyncLimits limits;
  private final Later later;
  private final Map<Take, Line> lines = new HashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();

  Waiting(AsyncLimits limits, Later later) {
    this.limits = limits;
    this.later = later;
  }

  /** One of them; its end, and when its patience ends. */
  private static final class Waiter {
    private final CompletableFuture<Decision> told = new CompletableFuture<>();
    private final Take take;
    private final long until;

    /** When the first of a line asks again. */
    private volatile Later.@Nullable Due again;

    Waiter(Take take, Duration patience) {
      this.take = take;
      this.until = System.nanoTime() + (patience.isNegative() ? 0 : patience.toNanos());
    }

    long left() {
      return until - System.nanoTime();
    }
  }

  /** The waiters of one key, and what the first was told last. */
  private static final class Line {
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private @Nullable Denied told;
    private long back;

    @Nullable Waiter first() {
      return waiters.isEmpty() ? null : waiters.iterator().next();
    }

    /** The refusal of one whose turn did not come: no sooner than the first does he get any. */
    Denied refusal(Take take) {
      long wait = told == null ? 0 : back - System.nanoTime();
      List<Standing> standings = told == null ? List.of() : told.standings();
      boolean fitsEver = standings.isEmpty() || take.cost() <= standings.get(0).rule().capacity();
      return new Denied(
          standings,
          List.of(take.limit()),
          fitsEver ? Optional.of(Duration.ofNanos(Math.max(SOONEST, wait))) : Optional.empty());
    }
  }

  CompletionStage<Decision> acquire(Take take, Duration patience) {
    LimitBounds.patience(patience);
    if (waiting.incrementAndGet() > MOST) {
      waiting.decrementAndGet();
      return limits.take(List.of(take));
    }
    Waiter waiter = new Waiter(take, patience);
    var unused =
        waiter.told.whenComplete(
            (decision, failed) -> {
              waiting.decrementAndGet();
              if (waiter.told.isCancelled()) {
                leave(waiter);
              }
            });
    if (isFirst(waiter)) {
      ask(waiter);
    } else {
      Runnable end = () -> giveUp(waiter);
      Later.Due due = later.after(Math.max(0, waiter.left()), end, end);
      var unusedToo = waiter.told.whenComplete((decision, failed) -> due.cancel());
    }
    return waiter.told;
  }

  private static Take key(Take take) {
    return take.cost(1);
  }

  private boolean isFirst(Waiter waiter) {
    synchronized (lines) {
      Line line = lines.computeIfAbsent(key(waiter.take), any -> new Line());
      line.waiters.add(waiter);
      return waiter.equals(line.first());
    }
  }

  /** Asks for one after the other, as long as each is told at once; so no stack grows. */
  private void ask(@Nullable Waiter first) {
    Waiter waiter = first;
    while (waiter != null) {
      Waiter asks = waiter;
      CompletableFuture<Decision> asked = limits.take(List.of(asks.take)).toCompletableFuture();
      if (!asked.isDone()) {
        var unused = asked.whenComplete((decision, failed) -> ask(told(asks, decision, failed)));
        return;
      }
      waiter = asked.handle((decision, failed) -> told(asks, decision, failed)).join();
    }
  }

  /** One was told; says who is to ask next. */
  private @Nullable Waiter told(
      Waiter waiter, @Nullable Decision decision, @Nullable Throwable failed) {
    if (failed != null) {
      waiter.told.completeExceptionally(failed);
    } else if (decision instanceof Denied denied
        && !waiter.told.isDone()
        && mayWait(waiter, denied)) {
      askLater(waiter, denied);
      return null;
    } else {
      waiter.told.complete(decision);
    }
    return next(waiter);
  }

  private static boolean mayWait(Waiter waiter, Denied denied) {
    return denied.retryAfter().isPresent() && denied.retryAfter().get().toNanos() <= waiter.left();
  }

  private void askLater(Waiter waiter, Denied denied) {
    long wait = Math.max(SOONEST, denied.retryAfter().orElseThrow().toNanos());
    synchronized (lines) {
      Line line = lines.get(key(waiter.take));
      if (line != null) {
        line.told = denied;
        line.back = System.nanoTime() + wait;
      }
    }
    waiter.again =
        later.after(
            wait,
            // Who has lost interest takes nothing.
            () -> ask(waiter.told.isDone() ? next(waiter) : waiter),
            () -> {
              waiter.told.complete(denied);
              ask(next(waiter));
            });
    if (waiter.told.isCancelled()) {
      leave(waiter);
    }
  }

  /** Who has lost interest stands in nobody's way: whoever is behind him asks at once. */
  private void leave(Waiter waiter) {
    synchronized (lines) {
      Line line = lines.get(key(waiter.take));
      if (line != null && !waiter.equals(line.first())) {
        line.waiters.remove(waiter);
        return;
      }
    }
    // Where there is nothing to cancel he is asking, and whoever is next hears of it then.
    Later.Due again = waiter.again;
    if (again != null && again.cancel()) {
      ask(next(waiter));
    }
  }

  private @Nullable Waiter next(Waiter done) {
    Waiter next = remove(done);
    while (next != null && next.told.isDone()) {
      next = remove(next);
    }
    return next;
  }

  /** Removes one and says who is the first of the others. */
  private @Nullable Waiter remove(Waiter waiter) {
    synchronized (lines) {
      Take key = key(waiter.take);
      Line line = lines.get(key);
      if (line == null) {
        return null;
      }
      line.waiters.remove(waiter);
      Waiter first = line.first();
      if (first == null) {
        lines.remove(key);
      }
      return first;
    }
  }

  /** Its turn did not come in time; if it did, it has been asked for. */
  private void giveUp(Waiter waiter) {
    Denied refusal;
    synchronized (lines) {
      Line line = lines.get(key(waiter.take));
      if (line == null || waiter.equals(line.first())) {
        return;
      }
      line.waiters.remove(waiter);
      refusal = line.refusal(waiter.take);
    }
    waiter.told.complete(refusal);
  }
}
