package dev.mainstay.tck;

import dev.mainstay.time.StoreClock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test holds to the microsecond, and that may be set back. */
public final class HeldClock implements StoreClock {
  private final AtomicLong micros;

  /** A clock that stands at an instant, in microseconds since 1970. */
  public HeldClock(long micros) {
    this.micros = new AtomicLong(micros);
  }

  @Override
  public long millis() {
    return Math.floorDiv(micros.get(), 1_000);
  }

  @Override
  public long micros() {
    return micros.get();
  }

  /** Sets it, forward or back. */
  public void set(long instant) {
    micros.set(instant);
  }
}
