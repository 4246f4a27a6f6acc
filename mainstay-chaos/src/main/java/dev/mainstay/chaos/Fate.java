package dev.mainstay.chaos;

/** What happens to one call. */
record Fate(Mishap mishap, long delayNanos) {
  enum Mishap {
    NONE,
    REFUSED,
    LOST_REQUEST,
    LOST_REPLY
  }
}
