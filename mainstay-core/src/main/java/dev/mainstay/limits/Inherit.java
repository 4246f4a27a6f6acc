package dev.mainstay.limits;

/**
 * What a changed rule makes of what was counted under the one before. The capacity is the burst of
 * an algorithm that has one, else the permits; what is available is counted in whole permits.
 */
public enum Inherit {
  /** As many are available as before, up to the new capacity. */
  AS_IS,
  /** The same share of the capacity is available, rounded down. */
  PROPORTIONAL,
  /**
   * As many are taken as before: a raise from 100 to 200 makes 100 more available at once, and
   * after a cut more may be taken than there are, twice as many at most.
   */
  ADDITIVE,
  /** All are available. */
  RESET
}
