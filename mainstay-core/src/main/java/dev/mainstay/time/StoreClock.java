package dev.mainstay.time;

/**
 * An estimate of the store's clock. It serves hints only (is a touch due?); what lives and what is
 * dead is decided by the store itself.
 */
@FunctionalInterface
public interface StoreClock {
  /** Milliseconds since 1970 on the store's clock, as far as it is known; no round trip. */
  long millis();

  /** The same in microseconds, as fine as this clock knows it. */
  default long micros() {
    return millis() * 1_000;
  }
}
