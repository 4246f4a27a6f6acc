package dev.mainstay.internal.cache;

import dev.mainstay.errors.LoadFailedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many loads run at a time; others wait in turn. For loads that the store does not keep
 * apart: while it is silent, and while a source is written.
 */
final class Gate {
  private static final int MOST_WAITING = 10_000;

  private final String cache;
  private final int most;
  private final Executor others;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int running;

  /**
   * @param others begins those whose turn has come
   */
  Gate(String cache, int most, Executor others) {
    this.cache = cache;
    this.most = most;
    this.others = others;
  }

  /**
   * Runs something now, or when its turn comes; it calls {@link #leave} at its end.
   *
   * @throws LoadFailedException where too many wait
   */
  void enter(Runnable load) {
    synchronized (this) {
      if (running == most) {
        if (waiting.size() >= MOST_WAITING) {
          throw new LoadFailedException(
              cache, MOST_WAITING + " loads wait for their turn; is the source too slow?", null);
        }
        waiting.add(load);
        return;
      }
      running++;
    }
    load.run();
  }

  /** A load ended. */
  void leave() {
    Runnable next = next();
    if (next != null) {
      others.execute(next);
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.poll();
    if (next == null) {
      running--;
    }
    return next;
  }
}
