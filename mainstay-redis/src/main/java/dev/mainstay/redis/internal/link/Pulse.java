package dev.mainstay.redis.internal.link;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a link: every 10 ms while calls are on their way it fails the overdue ones, and
 * every heartbeat it asks the store for its time. With nothing on its way it sleeps until the next
 * beat; the first call wakes it.
 */
final class Pulse implements Runnable {

  /** What beats. */
  interface Heart {
    /** Called once for each interval, on the thread of the pulse; must not block. */
    void beat();
  }

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final long TICK = 10_000_000L;

  /** Quiet ticks before it sleeps, so that a steady trickle of calls wakes nobody. */
  private static final int QUIET_TICKS = 10;

  private final Traffic traffic;
  private final Heart heart;
  private final long interval;
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean stopped;

  Pulse(String name, Traffic traffic, long intervalNanos, Heart heart) {
    this.traffic = traffic;
    this.interval = intervalNanos;
    this.heart = heart;
    this.thread = new Thread(this, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  void wake() {
    if (asleep) {
      asleep = false;
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void run() {
    long nextBeat = System.nanoTime() + interval;
    int quiet = 0;
    while (!stopped) {
      long now = System.nanoTime();
      quiet = traffic.sweep(now) ? 0 : quiet + 1;
      if (now - nextBeat >= 0) {
        beat();
        nextBeat = now + interval;
      }
      long untilBeat = Math.max(1, nextBeat - System.nanoTime());
      if (quiet < QUIET_TICKS) {
        LockSupport.parkNanos(this, Math.min(TICK, untilBeat));
      } else {
        sleep(untilBeat);
        quiet = 0;
      }
    }
  }

  /** Whatever goes wrong in a beat, deadlines are kept. */
  private void beat() {
    try {
      heart.beat();
    } catch (RuntimeException e) {
      LOG.warn("A heartbeat failed", e);
    }
  }

  /** The flag goes up first and the lanes are looked at again: no call can slip between. */
  private void sleep(long nanos) {
    asleep = true;
    if (!traffic.sweep(System.nanoTime()) && !stopped) {
      LockSupport.parkNanos(this, nanos);
    }
    asleep = false;
  }
}
