package dev.mainstay.bench.cache.throughput;

/** What is on the board of a thread that asks for a cold key; the first lane has what is of all. */
enum ColdWord {
  /** The round that all are to begin. */
  ROUND,
  /** When, in nanoseconds of the machine's clock. */
  AT,
  /** How many processes are there. */
  READY,
  /** How many loads there were. */
  LOADS,
  /** The round in which this thread was answered. */
  DONE,
  /**
   * How long that took, in nanoseconds; negative where its process did not get to run meanwhile.
   */
  TOOK
}
