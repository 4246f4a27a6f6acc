package dev.mainstay.chaos.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Notes when this process did not get to run for more than 10 ms: a collection of garbage, a busy
 * machine, a stop. One thread that wakes every millisecond.
 */
public final class HiccupMeter implements AutoCloseable {
  private static final long TICK = 1_000_000;
  private static final long HICCUP = 10_000_000;

  /** Beyond so many the last one goes on for ever: nothing after it is held against anybody. */
  private static final int MOST = 100_000;

  private final LongSupplier clock;
  private final List<Hiccups.Span> spans = new ArrayList<>();
  private final Thread thread = new Thread(this::watch, "hiccup-meter");
  private volatile boolean stopped;

  private HiccupMeter(LongSupplier clock) {
    this.clock = clock;
    thread.setDaemon(true);
  }

  /** Begins to watch, on a history's clock: {@code HiccupMeter.start(history::now)}. */
  public static HiccupMeter start(LongSupplier clock) {
    HiccupMeter meter = new HiccupMeter(clock);
    meter.thread.start();
    return meter;
  }

  private void watch() {
    long last = clock.getAsLong();
    while (!stopped) {
      LockSupport.parkNanos(TICK);
      long now = clock.getAsLong();
      if (now - last > TICK + HICCUP) {
        note(last, now);
      }
      last = now;
    }
  }

  private synchronized void note(long begin, long end) {
    if (spans.size() < MOST) {
      spans.add(new Hiccups.Span(begin, spans.size() == MOST - 1 ? Long.MAX_VALUE : end));
    }
  }

  /** Those so far. */
  public synchronized Hiccups hiccups() {
    return new Hiccups(spans);
  }

  @Override
  public void close() {
    stopped = true;
  }
}
