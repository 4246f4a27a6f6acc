package dev.mainstay.redis.internal.link;

import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.redis.RedisOptions;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calls that are on their way: how many, since when, and what became of them. No call has a
 * timer of its own; {@link Pulse} sweeps the two lanes every few milliseconds.
 */
final class Traffic {

  final Errors errors;
  private final Lane reads = new Lane();
  private final Lane writes = new Lane();
  private final long readNanos;
  private final long writeNanos;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final int maxInFlight;
  private final String role;
  private final Listener listener;
  private final boolean heard;
  private final Runnable wake;

  /**
   * @param wake wakes whoever sweeps, if it sleeps
   */
  Traffic(RedisOptions options, Runnable wake) {
    this.errors = new Errors(options.url().toString());
    this.readNanos = options.readDeadline().toNanos();
    this.writeNanos = options.writeDeadline().toNanos();
    this.maxInFlight = options.maxInFlight();
    this.role = options.role();
    this.listener = options.listener();
    this.heard = !listener.equals(Listener.NONE);
    this.wake = wake;
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
    } catch (RuntimeException dropped) {
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

  /** Fails what is overdue; says whether anything is left to watch. */
  boolean sweep(long now) {
    sweep(reads, now, readNanos);
    sweep(writes, now, writeNanos);
    return !reads.isEmpty() || !writes.isEmpty();
  }

  private void sweep(Lane lane, long now, long budget) {
    for (Call<?> call = lane.peek(); call != null; call = lane.peek()) {
      if (!call.isDone()) {
        if (now - call.started < budget) {
          return;
        }
        call.fail("timeout", errors.overdue(call.request.operation(), call.giveUp(), budget));
      }
      if (!lane.drop(call)) {
        return;
      }
    }
  }
}
