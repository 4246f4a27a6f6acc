package dev.mainstay.limits;

/** What became of settling a reservation. */
public enum Settled {
  /** It was charged just now. */
  DONE,
  /** It was settled before; nothing was charged twice. */
  BEFORE,
  /**
   * It is not there: it had lapsed, and was charged or given back then, or there never was one.
   * Nothing was charged.
   */
  LAPSED
}
