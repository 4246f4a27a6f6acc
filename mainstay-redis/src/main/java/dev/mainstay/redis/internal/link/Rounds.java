package dev.mainstay.redis.internal.link;

import java.time.Duration;
import java.util.function.Supplier;

/** Does something again and again: at a calm pace, and sooner where somebody asks for it. */
final class Rounds implements AutoCloseable {
  private final Plug plug;
  private final Supplier<Duration> pace;
  private final Runnable round;
  private long next;
  private int plan;
  private boolean closed;

  /**
   * @param pace the wait until the next round, asked for after each
   * @param round must not block
   */
  Rounds(Plug plug, Supplier<Duration> pace, Runnable round) {
    this.plug = plug;
    this.pace = pace;
    this.round = round;
  }

  /** The first round is now. */
  void start() {
    turn(0);
  }

  /** The next round is after this wait at most. */
  void soon(Duration wait) {
    int mine;
    synchronized (this) {
      long then = System.nanoTime() + wait.toNanos();
      if (closed || (plan > 0 && then - next >= 0)) {
        return;
      }
      next = then;
      mine = ++plan;
    }
    plug.later(wait, () -> turn(mine));
  }

  private void turn(int mine) {
    synchronized (this) {
      if (closed || plan != mine) {
        return;
      }
      plan = mine + 1;
      next = System.nanoTime() + Duration.ofHours(1).toNanos();
    }
    try {
      round.run();
    } finally {
      soon(pace.get());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
