package dev.mainstay.spi;

/**
 * What is counted, as the algorithm counts it; {@link Gauge} says what the numbers are.
 *
 * @param now the store's clock when it was read, microseconds since 1970
 * @param held permits that are reserved and neither charged nor given back
 */
public record Reading(long now, long a, long b, long c, long held) {
  /** Nothing was taken yet. */
  public static Reading none(long now) {
    return new Reading(now, 0, 0, 0, 0);
  }
}
