package dev.mainstay.internal.cache;

import dev.mainstay.cache.CacheStats;
import java.util.concurrent.atomic.LongAdder;

/** Counts what one cache does, on any thread, without one waiting for another. */
final class Counters {
  final LongAdder nearHits = new LongAdder();
  final LongAdder hits = new LongAdder();
  final LongAdder staleServed = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder loads = new LongAdder();
  final LongAdder loadFailures = new LongAdder();
  final LongAdder refusedFills = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder nearEvictions = new LongAdder();
  final LongAdder checks = new LongAdder();
  final LongAdder violations = new LongAdder();
  final LongAdder skippedChecks = new LongAdder();

  /** A load ended. */
  void loaded(boolean failed) {
    loads.increment();
    if (failed) {
      loadFailures.increment();
    }
  }

  /** What was loaded was to be stored. */
  void filled(boolean isStored) {
    if (!isStored) {
      refusedFills.increment();
    }
  }

  CacheStats stats() {
    return new CacheStats(
        nearHits.sum(),
        hits.sum(),
        staleServed.sum(),
        misses.sum(),
        loads.sum(),
        loadFailures.sum(),
        refusedFills.sum(),
        rejected.sum(),
        nearEvictions.sum(),
        checks.sum(),
        violations.sum(),
        skippedChecks.sum());
  }
}
