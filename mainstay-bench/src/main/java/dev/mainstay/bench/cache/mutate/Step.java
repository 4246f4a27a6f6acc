package dev.mainstay.bench.cache.mutate;

/** Where a process can be killed. */
enum Step {
  /** It reads, or has just finished. */
  NONE("reading or between"),
  /** It has announced the write. */
  ANNOUNCED("announced"),
  /** It has written and not committed. */
  WRITTEN("written, not committed"),
  /** It has committed and not finished. */
  COMMITTED("committed, not finished");

  private final String title;

  Step(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
