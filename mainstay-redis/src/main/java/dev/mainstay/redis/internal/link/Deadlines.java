package dev.mainstay.redis.internal.link;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that keeps deadlines and does nothing else: it wakes when the next call is overdue,
 * and every 10 ms while calls are on their way, to let go of those that have ended. With nothing on
 * its way it sleeps; the first call wakes it.
 */
final class Deadlines implements Runnable, AutoCloseable {
  private static final long TICK = 10_000_000L;

  /** Quiet ticks before it sleeps, so that a steady trickle of calls wakes nobody. */
  private static final int QUIET_TICKS = 10;

  private static final int ENDERS = 4;

  private final Traffic traffic;
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean stopped;

  Deadlines(String name, Traffic traffic) {
    this.traffic = traffic;
    this.thread = new Thread(this, name);
    thread.setDaemon(true);
  }

  /**
   * Where calls end by their deadline, with all that depends on them. That must not block; where
   * some does all the same, others end meanwhile. The threads are there only while they are needed,
   * so there is nothing to close.
   */
  static Executor enders(String name) {
    ThreadPoolExecutor enders =
        new ThreadPoolExecutor(
            ENDERS,
            ENDERS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread ender = new Thread(task, name);
              ender.setDaemon(true);
              return ender;
            });
    enders.allowCoreThreadTimeOut(true);
    return enders;
  }

  void start() {
    thread.start();
  }

  void wake() {
    if (asleep) {
      asleep = false;
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void run() {
    int quiet = 0;
    while (!stopped) {
      long left = traffic.sweep(System.nanoTime());
      quiet = left == Traffic.NOTHING ? quiet + 1 : 0;
      if (quiet < QUIET_TICKS) {
        LockSupport.parkNanos(this, Math.min(TICK, left));
      } else {
        sleep();
        quiet = 0;
      }
    }
    traffic.abandon();
  }

  /** The flag goes up first and the lanes are looked at again: no call can slip between. */
  private void sleep() {
    asleep = true;
    if (traffic.sweep(System.nanoTime()) == Traffic.NOTHING && !stopped) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  /** Whether nothing wakes it but a call. */
  boolean isAsleep() {
    return asleep;
  }

  /**
   * Nobody answers any more: what is on its way still ends now, since its deadline has no guard.
   */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
  }
}
