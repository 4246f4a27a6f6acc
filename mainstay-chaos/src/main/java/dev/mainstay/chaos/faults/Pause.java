package dev.mainstay.chaos.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass: faults last for a while, and so do the times between them. */
public final class Pause {
  private Pause() {}

  /** Returns when the time has passed, or at once where the thread is interrupted. */
  public static void of(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      LockSupport.parkNanos(left);
    }
  }
}
