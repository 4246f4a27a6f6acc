package dev.mainstay.time;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until a test moves it, by whole microseconds: after {@code
 * advance(retryAfter)} a limit lets in. Safe for many threads.
 */
public final class ManualClock implements StoreClock {
  private final AtomicLong micros;

  /** A clock that stands at {@code start}. */
  public ManualClock(Instant start) {
    this.micros = new AtomicLong(micros(start));
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  @Override
  public long millis() {
    return Math.floorDiv(micros.get(), 1_000);
  }

  @Override
  public long micros() {
    return micros.get();
  }

  /** Moves the clock forward; a negative step is refused, the store's clock never goes back. */
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("step: " + step + " is negative; a clock only advances");
    }
    micros.addAndGet(step.toNanos() / 1_000);
  }

  /** Moves the clock forward to an instant; does nothing where it is there already or past it. */
  public void advanceTo(Instant instant) {
    micros.accumulateAndGet(micros(instant), Math::max);
  }
}
