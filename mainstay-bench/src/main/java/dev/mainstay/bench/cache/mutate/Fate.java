package dev.mainstay.bench.cache.mutate;

/** What becomes of a writer. */
enum Fate {
  /** It commits. */
  COMMITS,
  /** It rolls back. */
  ROLLS_BACK,
  /** It dies when the write is announced and has not begun. */
  DIES_ANNOUNCED,
  /** It dies when it has written and not committed. */
  DIES_WRITTEN,
  /** It dies when it has committed, and nobody was told. */
  DIES_COMMITTED;

  boolean dies() {
    return this != COMMITS && this != ROLLS_BACK;
  }

  boolean commits() {
    return this == COMMITS || this == DIES_COMMITTED;
  }
}
