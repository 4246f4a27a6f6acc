package dev.mainstay.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps callers from waiting for a store that is silent: after one call waited in vain, for a while
 * only one of them in {@link #PROBE} is let through to look.
 */
public final class Breaker {
  /** So often somebody looks, in nanoseconds. */
  public static final long PROBE = 100_000_000;

  /** A failure that took longer than this is one that callers must not wait for again. */
  private static final long SLOW = 20_000_000;

  private static final long CLOSED = 0;

  /** When the next may look; {@link #CLOSED} while all may. */
  private final AtomicLong next = new AtomicLong(CLOSED);

  /** Whether a caller may ask the store. */
  public boolean lets() {
    long at = next.get();
    if (at == CLOSED) {
      return true;
    }
    long now = System.nanoTime();
    return now - at >= 0 && next.compareAndSet(at, marked(now + PROBE));
  }

  /** Whether only one in a while may ask. */
  public boolean isOpen() {
    return next.get() != CLOSED;
  }

  /** A call was answered: all may ask again. */
  public void answered() {
    if (next.get() != CLOSED) {
      next.set(CLOSED);
    }
  }

  /** A call that began then was not answered. */
  public void failed(long began) {
    long now = System.nanoTime();
    if (now - began >= SLOW) {
      next.compareAndSet(CLOSED, marked(now + PROBE));
    }
  }

  private static long marked(long nanos) {
    return nanos == CLOSED ? 1 : nanos;
  }
}
