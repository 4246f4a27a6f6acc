package dev.mainstay.memory;

import dev.mainstay.spi.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is there of one entry of a cache, and until when; under the lock of its store. */
final class KeptEntry {
  final Stored stored;

  /** Who writes the source; nobody unless it is {@link Stored#WRITTEN}. */
  final Set<Long> writers;

  /** Whether another than those who write now wrote it too, since the first of them began. */
  final boolean isShared;

  /** Who waits for it to be gone. */
  final List<Waiter> waiters = new ArrayList<>(0);

  long until;

  /**
   * The number of the ticket that was given last to replace it, and until when nobody else gets.
   */
  long refresh;

  long refreshUntil = Long.MIN_VALUE;

  private KeptEntry(Stored stored, Set<Long> writers, boolean isShared, long until) {
    this.stored = stored;
    this.writers = writers;
    this.isShared = isShared;
    this.until = until;
  }

  static KeptEntry of(Stored stored, long until) {
    return new KeptEntry(stored, Set.of(), false, until);
  }

  static KeptEntry written(Set<Long> writers, boolean isShared, long until) {
    return new KeptEntry(Stored.WRITTEN, Set.copyOf(writers), isShared, until);
  }

  boolean isLeased() {
    return stored instanceof Stored.Leased;
  }

  boolean isLeased(long lease) {
    return stored instanceof Stored.Leased leased && leased.lease() == lease;
  }

  boolean isValue(long stamp) {
    return stored instanceof Stored.Value value && value.stamp() == stamp;
  }

  boolean isRefreshed(long now) {
    return now <= refreshUntil;
  }
}
