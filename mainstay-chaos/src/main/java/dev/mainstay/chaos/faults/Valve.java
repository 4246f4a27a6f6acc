package dev.mainstay.chaos.faults;

import java.time.Duration;

/** What happens to the bytes of one direction, on all connections of a proxy. Thread-safe. */
final class Valve {
  /** What it does with bytes. */
  enum Mode {
    /** Lets them through. */
    OPEN,
    /** Takes them and keeps them. */
    HOLDING,
    /** Does not even take them. */
    SHUT,
    /** Takes them and drops them. */
    DROPPING
  }

  private Mode mode = Mode.OPEN;
  private Duration delay = Duration.ZERO;
  private long resetIn = Long.MAX_VALUE;

  synchronized void set(Mode next) {
    mode = next;
    notifyAll();
  }

  synchronized void delay(Duration time) {
    delay = time;
  }

  synchronized long delayNanos() {
    return delay.toNanos();
  }

  /** The connection that carries the byte after so many is broken. */
  synchronized void resetAfter(long bytes) {
    resetIn = bytes;
  }

  synchronized void heal() {
    delay = Duration.ZERO;
    resetIn = Long.MAX_VALUE;
    set(Mode.OPEN);
  }

  synchronized boolean isDropping() {
    return mode == Mode.DROPPING;
  }

  /** Returns when bytes may be taken. */
  synchronized void awaitTaking() throws InterruptedException {
    while (mode == Mode.SHUT) {
      wait();
    }
  }

  /** Returns when bytes may go on. */
  synchronized void awaitPassing() throws InterruptedException {
    while (mode == Mode.SHUT || mode == Mode.HOLDING) {
      wait();
    }
  }

  /**
   * How many of these bytes may pass; fewer than asked for mean that the connection is to break
   * behind them, which happens once.
   */
  synchronized int pass(int bytes) {
    if (resetIn >= bytes) {
      resetIn = resetIn == Long.MAX_VALUE ? resetIn : resetIn - bytes;
      return bytes;
    }
    int allowed = (int) resetIn;
    resetIn = Long.MAX_VALUE;
    return allowed;
  }
}
