package dev.mainstay.bench.cache.races;

/** What is on the board of a lane: the source, how far each side is, and what was counted. */
enum Word {
  /** The version in the source of the key that is raced for: even before the write, odd after. */
  SOURCE,
  /** The trial that began. */
  TRIAL,
  /** The trial in which the reader has read the source. */
  LOADING,
  /** The trial whose source was written. */
  WROTE,
  /** The trial whose invalidation is on its way. */
  INVALIDATING,
  /** The trial whose invalidation was answered. */
  ANSWERED,
  /** The trial whose writer has read its own write. */
  OWN_READ,
  /** The trial whose old value the reader read much later still; 0 where it did not. */
  READ_OLD,
  /** The trial whose reader has read again. */
  READ_AGAIN,
  /** The trial whose loads that are held may end. */
  RELEASED,
  /** The trial that is over. */
  OVER,
  /** Loads of the old value that ended after the source was written. */
  OVERLAPS,
  /** Of them, those that ended while the invalidation was on its way. */
  CLOSE,
  /** Leases that were made to lapse under a load. */
  LAPSES,
  /** Readers in the writer's own process that asked before it wrote. */
  BESIDE,
  /** Old values read after the invalidation was answered and the first read had ended. */
  STALE,
  /** Old values read eight trials later still: they were stored. */
  STORED,
  /** Old values read by the writer after its invalidation was answered. */
  OWN_MISSED,
  /** The longest that a writer waited for its own write, in nanoseconds. */
  SLOWEST,
  /** Invalidations that were queued, and so not promised to others. */
  QUEUED
}
