package dev.mainstay.tck.weather;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Notes when this process did not get to run: what took long then proves nothing. */
final class HiccupMeter implements AutoCloseable {
  private static final long TICK = 1_000_000;
  private static final long HICCUP = 10_000_000;

  private final List<long[]> spans = new ArrayList<>();
  private volatile boolean stopped;
  private final Thread thread = new Thread(this::watch, "hiccup-meter");

  HiccupMeter() {
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    long last = System.nanoTime();
    while (!stopped) {
      LockSupport.parkNanos(TICK);
      long now = System.nanoTime();
      if (now - last > TICK + HICCUP) {
        synchronized (spans) {
          spans.add(new long[] {last, now});
        }
      }
      last = now;
    }
  }

  /** Whether there was a hiccup of more than 10 ms in this time. */
  boolean within(long begin, long end) {
    synchronized (spans) {
      return spans.stream().anyMatch(span -> span[0] - end < 0 && begin - span[1] < 0);
    }
  }

  int count() {
    synchronized (spans) {
      return spans.size();
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
