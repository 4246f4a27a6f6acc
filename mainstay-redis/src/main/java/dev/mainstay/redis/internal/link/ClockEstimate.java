package dev.mainstay.redis.internal.link;

import dev.mainstay.time.StoreClock;

/**
 * The store's clock as heard in the last few heartbeats. The one with the shortest round trip is
 * believed, and half of that trip is its error at most.
 */
final class ClockEstimate implements StoreClock {
  private static final int SAMPLES = 8;
  private final long[] trips = new long[SAMPLES];
  private final long[] offsets = new long[SAMPLES];
  private int count;
  private volatile long offsetNanos = System.currentTimeMillis() * 1_000_000L - System.nanoTime();

  @Override
  public long millis() {
    return (offsetNanos + System.nanoTime()) / 1_000_000L;
  }

  /**
   * Takes in one answer.
   *
   * @param sent {@code nanoTime} when it was asked
   * @param received {@code nanoTime} when the answer came
   * @param storeMicros the answer
   */
  synchronized void heard(long sent, long received, long storeMicros) {
    int at = count % SAMPLES;
    trips[at] = received - sent;
    offsets[at] = storeMicros * 1_000L - (sent + (received - sent) / 2);
    count++;
    int best = 0;
    for (int i = 1; i < Math.min(count, SAMPLES); i++) {
      best = trips[i] < trips[best] ? i : best;
    }
    offsetNanos = offsets[best];
  }

  /** Forgets what was heard: another server may answer now. */
  synchronized void forget() {
    count = 0;
  }
}
