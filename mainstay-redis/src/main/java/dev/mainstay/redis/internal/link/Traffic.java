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

  /** The connection below. */
  interface Road {
    /** Hands a command to the connection. */
    void take(Call<?> call);

    /** Wakes whoever sweeps, if it sleeps. */
    void wake();
  }

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
  private final Road road;

  Traffic(RedisOptions options, Road road) {
    this.errors = new Errors(options.url().toString());
    this.readNanos = options.readDeadline().toNanos();
    this.writeNanos = options.writeDeadline().toNanos();
    this.maxInFlight = options.maxInFlight();
    this.role = options.role();
    this.listener = options.listener();
    this.heard = !listener.equals(Listener.NONE);
    this.road = road;
  }

  /** Sends a call, or fails it at once when too many are on their way. */
  void send(Call<?> call) {
    if (inFlight.incrementAndGet() > maxInFlight) {
      call.giveUp();
      call.fail("overload", errors.overload(call.operation, maxInFlight));
      return;
    }
    (call.deadline == Deadline.READ ? reads : writes).add(call);
    road.wake();
    road.take(call);
  }

  /** Sends outside the bound and without a deadline; whoever asks so looks after the end. */
  void sendAside(Call<?> call) {
    inFlight.incrementAndGet();
    road.take(call);
  }

  /** Called exactly once for each call that was sent or refused here. */
  void ended(Call<?> call, String outcome) {
    inFlight.decrementAndGet();
    if (heard) {
      long nanos = System.nanoTime() - call.started;
      tell(new Event.StoreCallEnded(role, call.name, outcome, nanos));
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
        call.fail("timeout", errors.overdue(call.operation, call.giveUp(), budget));
      }
      if (!lane.drop(call)) {
        return;
      }
    }
  }
}
