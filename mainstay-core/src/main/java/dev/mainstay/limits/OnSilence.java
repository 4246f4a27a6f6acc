package dev.mainstay.limits;

/** What a limit decides while the store does not answer. */
public enum OnSilence {
  /** Everything is let through. */
  PASS,
  /** Nothing is let through. */
  REFUSE,
  /**
   * Each process decides by itself, with its share: the limit divided by how many processes lived
   * when the store last answered, rounded down, and at least one.
   */
  ALONE
}
