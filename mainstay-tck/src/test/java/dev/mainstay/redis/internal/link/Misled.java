package dev.mainstay.redis.internal.link;

import dev.mainstay.time.StoreClock;
import java.time.Duration;

/** What a process believes of the store's clock, and what it is made to believe. */
public final class Misled {
  private static final int SAMPLES = 8;

  private Misled() {}

  /**
   * Makes a link believe that the store's clock is off by so much, until it has heard eight more
   * heartbeats: each answer that it is given here took no time at all, so it is the best of them.
   */
  public static void mislead(StoreClock estimate, Duration skew) {
    long now = System.nanoTime();
    long micros = (System.currentTimeMillis() + skew.toMillis()) * 1_000;
    for (int i = 0; i < SAMPLES; i++) {
      ((ClockEstimate) estimate).heard(now, now, micros);
    }
  }
}
