package dev.mainstay.redis.internal.link;

import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.redis.RedisOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calls that are on their way: how many, since when, and what became of them. No call has a
 * timer of its own; {@link Deadlines} sweeps the two lanes.
 */
final class Traffic {

  /** No call is on its way. */
  static final long NOTHING = Long.MAX_VALUE;

  /** A call is just being added: so soon it is to be seen. */
  private static final long SHORTLY = 1_000_000;

  final Errors errors;
  private final Lane reads = new Lane();
  private final Lane writes = new Lane();

  /** Reads whose deadline is over while their answers may lie unread, see {@link Look}. */
  private final Lane late = new Lane();

  private final long readNanos;
  private final long writeNanos;
  private final long graceNanos;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final int maxInFlight;
  private final String role;
  private final Listener listener;
  private final boolean heard;
  private final Runnable wake;
  private final Executor enders;

  /**
   * @param wake wakes whoever sweeps, if it sleeps
   * @param enders where calls end by their deadline
   */
  Traffic(RedisOptions options, Runnable wake, Executor enders) {
    this.errors = new Errors(options.url().toString());
    this.readNanos = options.readDeadline().toNanos();
    this.writeNanos = options.writeDeadline().toNanos();
    this.graceNanos = options.readGrace().toNanos();
    this.maxInFlight = options.maxInFlight();
    this.role = options.role();
    this.listener = options.listener();
    this.heard = !listener.equals(Listener.NONE);
    this.wake = wake;
    this.enders = enders;
  }

  /** Watches a call that is about to be sent; false, and the call failed, where too many are. */
  boolean admit(Call<?> call) {
    if (inFlight.incrementAndGet() > maxInFlight) {
      call.giveUp();
      call.fail("overload", errors.overload(call.request.operation(), maxInFlight));
      return false;
    }
    (call.request.deadline() == Deadline.READ ? reads : writes).add(call);
    wake.run();
    return true;
  }

  /** Counts a call outside the bound and without a deadline; who asks so looks after its end. */
  void admitAside() {
    inFlight.incrementAndGet();
  }

  /** Called exactly once for each call that was admitted or refused here. */
  void ended(Call<?> call, String outcome) {
    inFlight.decrementAndGet();
    if (heard) {
      long nanos = System.nanoTime() - call.started;
      tell(new Event.StoreCallEnded(role, call.request.name(), outcome, nanos));
    }
  }

  /** Tells the listener; by contract what it throws is dropped. */
  void tell(Event event) {
    try {
      listener.on(event);
    } catch (RuntimeException | LinkageError dropped) {
      return;
    }
  }

  /** How many calls are on their way. */
  int inFlight() {
    return inFlight.get();
  }

  /** How long a call has until its deadline, in nanoseconds. */
  long left(Call<?> call) {
    return call.started + budget(call.request.deadline()) - System.nanoTime();
  }

  /** What a deadline allows, in nanoseconds. */
  long budget(Deadline deadline) {
    return deadline == Deadline.READ ? readNanos : writeNanos;
  }

  /** Runs what ends something by its deadline; where others that end block, beside them. */
  void after(long nanos, Runnable end) {
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, enders).execute(end);
  }

  /** Completes with another or after a while; beside others that end. */
  CompletableFuture<Void> upTo(long nanos, CompletableFuture<Void> other) {
    return other
        .copy()
        .completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS)
        .thenRunAsync(() -> {}, enders);
  }

  /** Ends what is overdue; says how long the next has left, or {@link #NOTHING}. */
  long sweep(long now) {
    long next = Math.min(sweep(reads, now, readNanos), sweep(writes, now, writeNanos));
    return graceNanos == 0 ? next : Math.min(next, sweep(late, now, readNanos + graceNanos));
  }

  private long sweep(Lane lane, long now, long budget) {
    for (Call<?> call = lane.peek(); call != null; call = lane.peek()) {
      boolean isLate = false;
      if (!call.isDone()) {
        long left = budget - (now - call.started);
        if (left > 0) {
          return left;
        }
        isLate = lane.equals(reads) && graceNanos > 0 && call.line != null;
        if (!isLate) {
          overdue(call, budget);
        }
      }
      if (!lane.drop(call)) {
        return SHORTLY;
      }
      if (isLate) {
        call.next = null;
        late.add(call);
        new Look(this, call).look();
      }
    }
    return lane.isEmpty() ? NOTHING : SHORTLY;
  }

  /** Given up here, so that it is never sent from now on, whenever its end gets its turn. */
  void overdue(Call<?> call) {
    overdue(call, System.nanoTime() - call.started);
  }

  private void overdue(Call<?> call, long budget) {
    boolean sent = call.giveUp();
    Runnable end =
        () -> call.fail("timeout", errors.overdue(call.request.operation(), sent, budget));
    try {
      enders.execute(end);
    } catch (OutOfMemoryError noThread) {
      end.run();
    }
  }

  /** Ends all calls: nobody sweeps from now on. For the one thread that did. */
  void abandon() {
    abandon(reads);
    abandon(writes);
    abandon(late);
  }

  private static void abandon(Lane lane) {
    for (Call<?> call = lane.peek(); call != null; call = lane.peek()) {
      call.nobodyThere();
      if (!lane.drop(call)) {
        Thread.onSpinWait();
      }
    }
  }
}
