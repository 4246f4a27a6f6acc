package dev.mainstay.bench.cache.mutate;

/** What is on the board of a lane of processes that are killed. */
enum MutateWord {
  /** Whether all are to hold still. */
  PAUSED,
  /** Whether this lane of the first, or of the second process holds still. */
  FIRST_IDLE,
  SECOND_IDLE,
  /** How many processes began to write so far: a new one writes under new numbers. */
  VERSION,
  /** How many writes were finished. */
  WRITES,
  /** At which {@link Step} the lane of the first, or of the second process is. */
  FIRST_STEP,
  SECOND_STEP
}
