package dev.mainstay.redis.internal.link;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that beats: every interval it asks the store for its time. */
final class Pulse implements Runnable {

  /** What beats. */
  interface Heart {
    /** Called once for each interval, on the thread of the pulse; must not block. */
    void beat();
  }

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  private final Heart heart;
  private final long interval;
  private final Thread thread;
  private volatile boolean stopped;

  Pulse(String name, long intervalNanos, Heart heart) {
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

  @Override
  public void run() {
    long nextBeat = System.nanoTime() + interval;
    while (!stopped) {
      long left = nextBeat - System.nanoTime();
      if (left > 0) {
        LockSupport.parkNanos(this, left);
      } else {
        beat();
        nextBeat = System.nanoTime() + interval;
      }
    }
  }

  /** Whatever goes wrong in a beat, there is a next one. */
  private void beat() {
    try {
      heart.beat();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("A heartbeat failed", e);
    }
  }
}
