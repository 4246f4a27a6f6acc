package dev.mainstay.spi;

import java.util.List;

/**
 * What is counted, as the algorithm counts it; {@link Gauge} says what the numbers are.
 *
 * @param now the store's clock when it was read, microseconds since 1970
 * @param held permits that are reserved and neither charged nor given back
 * @param lapsed reservations that are to be charged and are not in these numbers yet, by when they
 *     lapsed; {@link Gauge} charges them
 */
public record Reading(long now, long a, long b, long c, long held, List<Lapsed> lapsed) {
  /** With nothing that lapsed. */
  public Reading(long now, long a, long b, long c, long held) {
    this(now, a, b, c, held, List.of());
  }

  /** Nothing was taken yet. */
  public static Reading none(long now) {
    return new Reading(now, 0, 0, 0, 0);
  }
}
