package dev.mainstay.internal.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Sees to it that no ask takes longer than its deadline, whatever it waits for: its rules, a call
 * before it, a second trip, or all of these in turn. The engine bounds each call, but not their
 * sum.
 *
 * <p>No ask has a timer: while any are on their way, they are looked at every {@link #TICK}. Most
 * are in a lane, which knows them, so that for them nothing is to be done. The others stand in a
 * queue: many threads add with one exchange and no allocation (the asks themselves are the nodes),
 * and one thread looks.
 */
final class Watch {
  /** So often it is looked, in nanoseconds; so much later than its deadline an ask may end. */
  static final long TICK = 10_000_000;

  /** Looks without any ask before it is looked no more, so that a steady trickle starts nothing. */
  private static final int QUIET = 10;

  private static final long NEVER = Long.MAX_VALUE;

  private final Later later;
  private final Lane.Lanes lanes;
  private final Consumer<Ask> overdue;
  private final long patience;
  private final AtomicBoolean isLooking = new AtomicBoolean();
  private final Ask head = new Ask(List.of(), null);
  private final AtomicReference<Ask> last = new AtomicReference<>(head);
  private int quiet;

  /**
   * @param deadline empty where nobody needs to be watched
   * @param overdue ends an ask whose deadline has come
   */
  Watch(Later later, Optional<Duration> deadline, Lane.Lanes lanes, Consumer<Ask> overdue) {
    this.later = later;
    this.lanes = lanes;
    this.overdue = overdue;
    this.patience = deadline.map(Duration::toNanos).orElse(NEVER);
  }

  /** Watches an ask that is in no lane, until it ends; again is as once. */
  void add(Ask ask) {
    if (patience != NEVER && !ask.isDone() && ask.isFirstWatched()) {
      last.getAndSet(ask).next = ask;
      look();
    }
  }

  /** Looks after the lanes, from the first ask of one on. */
  void look() {
    if (patience != NEVER && !isLooking.get() && isLooking.compareAndSet(false, true)) {
      lookSoon();
    }
  }

  private void lookSoon() {
    later.onTime(TICK, this::lookNow);
  }

  private void lookNow() {
    long latest = System.nanoTime() - patience;
    List<Ask> late = new ArrayList<>();
    sweep(latest, late);
    lanes.late(latest, late);
    late.forEach(ask -> later.now(() -> overdue.accept(ask)));
    quiet = isEmpty() ? quiet + 1 : 0;
    if (quiet < QUIET) {
      lookSoon();
      return;
    }
    quiet = 0;
    // The flag goes down first and all is looked at again: no ask can slip between.
    isLooking.set(false);
    if (!isEmpty()) {
      look();
    }
  }

  private boolean isEmpty() {
    Ask only = head.next;
    return (only == null || (only.isDone() && only.next == null)) && lanes.isEmpty();
  }

  /** Finds those that are late and lets go of those that have ended; but never of the last one. */
  private void sweep(long latest, List<Ask> late) {
    Ask before = head;
    for (Ask one = before.next; one != null; one = before.next) {
      boolean isLate = one.isLate(latest);
      if (isLate) {
        late.add(one);
      }
      Ask after = one.next;
      if (after != null && (isLate || one.isDone())) {
        before.next = after;
        // What has ended must not keep those alive that came after it.
        one.next = null;
      } else {
        before = one;
      }
    }
  }

  /** Whether nobody looks, since there is nobody to look for. */
  boolean isQuiet() {
    return !isLooking.get();
  }
}
