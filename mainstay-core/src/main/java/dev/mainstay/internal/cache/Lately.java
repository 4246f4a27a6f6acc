package dev.mainstay.internal.cache;

import dev.mainstay.spi.EntryKey;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When this process changed what last, so that it never reads from a copy that lags what was there
 * before its own change. Places are few and shared by keys of the same hash: nothing is ever
 * forgotten, and a change of one key at times sends another's reads to the primary for a while.
 */
final class Lately {
  private static final int PLACES = 1 << 12;

  /** What is of no single key. */
  private static final int ALL = PLACES;

  private final long staleness;
  private final AtomicLongArray changed;

  /**
   * @param staleness in nanoseconds: by so much copies may lag; zero where none are read
   */
  Lately(long staleness) {
    this.staleness = staleness;
    this.changed = new AtomicLongArray(staleness == 0 ? 0 : PLACES + 1);
    long never = System.nanoTime() - staleness;
    for (int place = 0; place < changed.length(); place++) {
      changed.set(place, never);
    }
  }

  void changed(EntryKey key) {
    change(place(key));
  }

  void changedMany() {
    change(ALL);
  }

  private void change(int place) {
    if (staleness > 0) {
      changed.set(place, System.nanoTime());
    }
  }

  /**
   * Whether, where copies are read, one that lags by no more than the staleness has all that this
   * process changed.
   */
  boolean isLongAgo(EntryKey key) {
    long now = System.nanoTime();
    return now - changed.get(place(key)) >= staleness && now - changed.get(ALL) >= staleness;
  }

  private static int place(EntryKey key) {
    int hash = key.key().hashCode() * 0x9e3779b9;
    return (hash ^ hash >>> 16) & PLACES - 1;
  }
}
