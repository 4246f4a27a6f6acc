package dev.mainstay.internal.cache;

import dev.mainstay.errors.LoadFailedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many loads run at a time; others wait in turn. For loads that the store does not keep
 * apart, while it is silent and while a source is written, and for sources that are guarded.
 */
final class Gate {
  static final int MOST_WAITING = 10_000;

  private final String cache;
  private final IntSupplier most;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int running;

  /** Whether somebody begins those whose turn has come. */
  private boolean isProceeding;

  /**
   * @param most so many may run just now
   */
  Gate(String cache, IntSupplier most) {
    this.cache = cache;
    this.most = most;
  }

  /**
   * Runs something now, or when its turn comes; it calls {@link #leave} at its end.
   *
   * @throws LoadFailedException where too many wait
   */
  void enter(Runnable load) {
    if (isTurn(load)) {
      load.run();
    } else {
      proceed();
    }
  }

  /** Whether it is its turn at once; else it waits. */
  private synchronized boolean isTurn(Runnable load) {
    if (waiting.isEmpty() && running < most.getAsInt()) {
      running++;
      return true;
    }
    if (waiting.size() >= MOST_WAITING) {
      throw new LoadFailedException(
          cache, MOST_WAITING + " loads wait for their turn; is the source too slow?", null);
    }
    waiting.add(load);
    return false;
  }

  /** A load that leaves by itself at its end. */
  <T extends @Nullable Object> CompletionStage<T> through(Supplier<CompletionStage<T>> load) {
    CompletableFuture<T> end = new CompletableFuture<>();
    enter(
        () -> {
          var unused =
              Sources.begin(cache, load)
                  .whenComplete(
                      (value, failed) -> {
                        // First, since those whose turn has come begin here and may throw.
                        Sources.pass(value, failed, end);
                        leave();
                      });
        });
    return end;
  }

  /** A load ended. */
  void leave() {
    synchronized (this) {
      running--;
    }
    proceed();
  }

  /**
   * Begins those who may run by now; where more may than before, several. Here and not on threads
   * for it, which may all hang in loads or refuse. One does it for all, not by recursion: loads
   * that end at once would be as deep as they are many.
   */
  void proceed() {
    for (Runnable next = next(); next != null; next = next()) {
      try {
        next.run();
      } finally {
        proceeded();
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = isProceeding || running >= most.getAsInt() ? null : waiting.poll();
    if (next != null) {
      running++;
      isProceeding = true;
    }
    return next;
  }

  private synchronized void proceeded() {
    isProceeding = false;
  }
}
