package dev.mainstay.internal.cache;

import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a source that fails, or has more to do than it can, from being asked for what is there
 * already, if stale. It is of one cache in one process, and fails nobody: who has nothing stale
 * loads still, see {@link #most}.
 *
 * <p>Of the last 20 loads it remembers which failed. A key counts once, however often it fails, so
 * that a single bad one does not speak for all; it is left alone by itself after three failures in
 * a row. A load that takes longer than it may says something of the source, whatever its key. Once
 * half of them failed one load in a second is let through, and the first that succeeds lets all.
 */
final class SourceBreaker {
  /** So many loads may run at a time. */
  static final int MOST = 64;

  /** And so many where loads fail. */
  static final int FEW = 8;

  private static final int WINDOW = 20;
  private static final int HALF = WINDOW / 2;
  private static final int IN_A_ROW = 3;
  private static final int MOST_FAILING = 256;
  private static final long PROBE = 1_000_000_000;
  private static final long FORGOTTEN = 60 * PROBE;

  /** What somebody may do who has something stale. */
  enum Let {
    /** Load, and wait for it. */
    LOAD,
    /** Load while nobody waits, to find out how the source is. */
    PROBE,
    /** Nothing. */
    NOTHING
  }

  /** How a load ended. */
  enum End {
    DONE,
    FAILED,
    TIMED_OUT,
    /** It says nothing of the source. */
    VOID
  }

  /** A load that is under way, and ends once. */
  final class Turn {
    private final Object key;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long began = nanos.getAsLong();
    private volatile boolean hasBegun;

    private Turn(Object key) {
      this.key = key;
    }

    /** There is a thread for it now: the source is asked. */
    void begins() {
      began = nanos.getAsLong();
      hasBegun = true;
    }

    boolean hasBegun() {
      return hasBegun;
    }

    /** For how long the source has been asked. */
    Duration ran() {
      return Duration.ofNanos(nanos.getAsLong() - began);
    }

    /** Whether this was its end. */
    boolean end(End how) {
      boolean first = ended.compareAndSet(false, true);
      if (first) {
        ended(this, how);
      }
      return first;
    }
  }

  /** Many keys that were loaded together; what they are would have to be kept. */
  record Together(int keys, int hash) {}

  /** A key whose loads fail: how often in a row, and when it is tried again. */
  private record Failing(int times, long next) {}

  private final String cache;
  private final Listener listener;
  private final LongSupplier nanos;
  private final int enough;

  /** Why the last loads failed, each for a reason of its own; {@code null} where one did not. */
  private final @Nullable Object[] last = new @Nullable Object[WINDOW];

  private final Map<Object, Failing> failing = new ConcurrentHashMap<>();
  private final AtomicLong probe = new AtomicLong();
  private volatile boolean isFailing;
  private volatile boolean isSaturated;
  private int at;
  private int running;
  private long since;

  SourceBreaker(String cache, Listener listener, LongSupplier nanos) {
    this(cache, listener, nanos, HALF);
  }

  private SourceBreaker(String cache, Listener listener, LongSupplier nanos, int enough) {
    this.cache = cache;
    this.listener = listener;
    this.nanos = nanos;
    this.enough = enough;
  }

  /** The planted fault: one that never opens. */
  static SourceBreaker never(String cache, Listener listener, LongSupplier nanos) {
    return new SourceBreaker(cache, listener, nanos, Integer.MAX_VALUE);
  }

  /** What somebody may do who has something stale of a key. */
  Let lets(Object key) {
    long now = nanos.getAsLong();
    if (isFailing) {
      long due = probe.get();
      return now - due >= 0 && probe.compareAndSet(due, next(now)) ? Let.PROBE : Let.NOTHING;
    }
    if (isSaturated) {
      return Let.NOTHING;
    }
    Failing its = failing.get(key);
    if (its == null || its.times < IN_A_ROW || enough > WINDOW) {
      return Let.LOAD;
    }
    boolean due = now - its.next >= 0;
    return due && failing.replace(key, its, new Failing(its.times, next(now)))
        ? Let.PROBE
        : Let.NOTHING;
  }

  /** How many may load at a time. */
  int most() {
    return isFailing ? FEW : MOST;
  }

  /** Whether loads fail so that few are let. */
  boolean isFailing() {
    return isFailing;
  }

  /** A load begins. */
  Turn begin(Object key) {
    Event told;
    synchronized (this) {
      boolean was = isOpen();
      running++;
      isSaturated |= running >= MOST && enough <= WINDOW;
      told = changed(was, running + " loads run at a time");
    }
    tell(told);
    return new Turn(key);
  }

  private void ended(Turn turn, End how) {
    long now = nanos.getAsLong();
    Event told;
    synchronized (this) {
      boolean was = isOpen();
      running--;
      isSaturated &= running > MOST / 2;
      told = changed(was, judged(turn, how, now));
    }
    if (how == End.DONE) {
      failing.remove(turn.key);
    } else if (how != End.VOID && !(turn.key instanceof Together)) {
      remember(turn.key, now);
    }
    tell(told);
  }

  /** What a load's end says of the source; in words, if it changes anything. */
  private String judged(Turn turn, End how, long now) {
    if (how == End.VOID) {
      return "fewer loads run";
    }
    last[at] = how == End.DONE ? null : how == End.FAILED ? turn.key : turn;
    at = (at + 1) % WINDOW;
    if (isFailing && how == End.DONE && turn.began - since >= 0) {
      isFailing = false;
      Arrays.fill(last, null);
      return "a load succeeded";
    }
    long failures = Arrays.stream(last).filter(Objects::nonNull).distinct().count();
    if (!isFailing && failures >= enough) {
      isFailing = true;
      since = now;
      probe.set(next(now));
      return failures + " of the last " + WINDOW + " loads failed";
    }
    return "fewer loads run";
  }

  private void remember(Object key, long now) {
    if (failing.size() >= MOST_FAILING && !failing.containsKey(key)) {
      failing.values().removeIf(its -> now - its.next > FORGOTTEN);
      if (failing.size() >= MOST_FAILING) {
        return;
      }
    }
    failing.merge(
        key, new Failing(1, next(now)), (old, one) -> new Failing(old.times + 1, one.next));
  }

  /** About a second from now, and for no two processes the same. */
  private static long next(long now) {
    return now + ThreadLocalRandom.current().nextLong(PROBE * 8 / 10, PROBE);
  }

  private boolean isOpen() {
    return isFailing || isSaturated;
  }

  private @Nullable Event changed(boolean was, String why) {
    boolean is = isOpen();
    return was == is ? null : new Event.SourceChanged(cache, is ? "open" : "closed", why);
  }

  private void tell(@Nullable Event event) {
    if (event != null) {
      listener.on(event);
    }
  }
}
