package dev.mainstay.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test moves it. Safe for many threads. */
public final class ManualClock implements StoreClock {
  private final AtomicLong millis;

  /** A clock that stands at {@code start}. */
  public ManualClock(Instant start) {
    this.millis = new AtomicLong(start.toEpochMilli());
  }

  @Override
  public long millis() {
    return millis.get();
  }

  /** Moves the clock forward; a negative step is refused, the store's clock never goes back. */
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("step: " + step + " is negative; a clock only advances");
    }
    millis.addAndGet(step.toMillis());
  }

  /** Moves the clock forward to an instant; does nothing where it is there already or past it. */
  public void advanceTo(Instant instant) {
    millis.accumulateAndGet(instant.toEpochMilli(), Math::max);
  }
}
