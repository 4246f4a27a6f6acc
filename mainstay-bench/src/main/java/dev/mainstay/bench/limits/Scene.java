package dev.mainstay.bench.limits;

/** Who asks for what. */
enum Scene {
  /** Many keys, each of another customer. */
  KEYS("10,000 keys, 32 threads", 10_000, 32),
  /** All ask for one key. */
  HOT("one key, 32 threads", 1, 32),
  /** Very many ask for one key. */
  CROWD("one key, 256 threads", 1, 256),
  /** Nobody waits, and there are always 256 questions on their way. */
  FLIGHT("one key, 256 in flight", 1, 256),
  /** All processors take of permits that are reserved ahead; see {@link Batches}. */
  CHUNKS("one key in chunks", 1, Runtime.getRuntime().availableProcessors());

  private final String title;
  private final int keys;
  private final int callers;

  Scene(String title, int keys, int callers) {
    this.title = title;
    this.keys = keys;
    this.callers = callers;
  }

  String title() {
    return title;
  }

  /** Whether each answer is timed by itself. */
  boolean isTimed() {
    return this != FLIGHT && this != CHUNKS;
  }

  int keys() {
    return keys;
  }

  int callers() {
    return callers;
  }
}
