package dev.mainstay.internal.cache;

import dev.mainstay.cache.Invalidated;
import dev.mainstay.spi.EntryKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The invalidations of one cache that the store did not answer. Until they are repeated, this
 * process believes nothing that the store has of their keys. When there are too many, they become
 * one of the whole cache.
 */
final class Journal {
  private static final int MOST = 1_000;
  private static final Duration AGAIN = Duration.ofMillis(250);

  private final Workers workers;
  private final Supplier<CompletionStage<Long>> everything;
  private final Deque<Line> lines = new ArrayDeque<>();
  private final Map<Object, Predicate<EntryKey>> scans = new HashMap<>();
  private boolean repeating;

  /** Written with the lock, read without on each look. */
  private volatile boolean empty = true;

  /** An invalidation. */
  private record Line(Predicate<EntryKey> keys, Supplier<CompletionStage<Long>> invalidation) {}

  /**
   * @param everything invalidates the whole cache
   */
  Journal(Workers workers, Supplier<CompletionStage<Long>> everything) {
    this.workers = workers;
    this.everything = everything;
  }

  /** An invalidation of many keys is under way; nothing that is there of them is believed. */
  synchronized Object begin(Predicate<EntryKey> keys) {
    Object scan = new Object();
    scans.put(scan, keys);
    empty = false;
    return scan;
  }

  /** It has ended. */
  synchronized void end(Object scan) {
    scans.remove(scan);
    empty = lines.isEmpty() && scans.isEmpty();
  }

  /** Whether what the store has of a key is not to be believed. */
  boolean holds(EntryKey key) {
    return !empty && find(key);
  }

  private synchronized boolean find(EntryKey key) {
    return lines.stream().anyMatch(line -> line.keys().test(key))
        || scans.values().stream().anyMatch(keys -> keys.test(key));
  }

  /** Takes one down, to be repeated until the store does it. */
  Invalidated.Queued note(
      Predicate<EntryKey> keys, Supplier<CompletionStage<Long>> invalidation, String why) {
    synchronized (this) {
      if (lines.size() >= MOST) {
        lines.clear();
        lines.add(new Line(key -> true, everything));
      } else {
        lines.add(new Line(keys, invalidation));
      }
      empty = false;
      if (!repeating) {
        repeating = true;
        workers.after(AGAIN, this::repeat);
      }
    }
    return new Invalidated.Queued(why);
  }

  private void repeat() {
    Line first = first();
    if (first != null) {
      var unused =
          first.invalidation.get().whenComplete((count, failed) -> repeated(first, failed));
    }
  }

  private synchronized @Nullable Line first() {
    Line first = lines.peekFirst();
    empty = first == null && scans.isEmpty();
    repeating = first != null;
    return first;
  }

  private void repeated(Line line, @Nullable Throwable failed) {
    if (failed != null) {
      workers.after(AGAIN, this::repeat);
      return;
    }
    synchronized (this) {
      lines.remove(line);
    }
    workers.after(Duration.ZERO, this::repeat);
  }
}
