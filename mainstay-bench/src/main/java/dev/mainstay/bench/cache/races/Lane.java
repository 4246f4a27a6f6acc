package dev.mainstay.bench.cache.races;

import dev.mainstay.bench.cache.shared.Board;

/**
 * The source of one lane's keys, as both sides see it. A key is one trial's; once that is over its
 * source has the new version for ever.
 *
 * @param race what no other race on the same server is called
 */
record Lane(Board board, int lane, String race) {
  /** So long one side waits for the other before it counts a failure. */
  static final long PATIENCE = 20_000_000_000L;

  static String key(long trial) {
    return Long.toString(trial);
  }

  String cache() {
    return race + lane;
  }

  static long before(long trial) {
    return 2 * trial;
  }

  static long after(long trial) {
    return 2 * trial + 1;
  }

  /** What the source has of a key. */
  long source(String key) {
    long trial = Long.parseLong(key);
    long now = get(Word.SOURCE);
    return now / 2 == trial ? now : after(trial);
  }

  static boolean isOld(String value, long trial) {
    return Long.parseLong(value) < after(trial);
  }

  long get(Word word) {
    return board.get(lane, word);
  }

  void set(Word word, long value) {
    board.set(lane, word, value);
  }

  void count(Word word) {
    board.add(lane, word, 1);
  }

  void countIf(boolean seen, Word word) {
    if (seen) {
      count(word);
    }
  }

  /** Waits for the other side; a side that does not come is a fault of the measurement. */
  void await(Word word, long trial) {
    if (!board.await(lane, word, trial, PATIENCE)) {
      throw new IllegalStateException("lane " + lane + ": no " + word + " of trial " + trial);
    }
  }
}
