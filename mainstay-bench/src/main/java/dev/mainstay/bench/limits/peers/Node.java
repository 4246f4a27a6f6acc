package dev.mainstay.bench.limits.peers;

/** One replica of a program, which asks a limit that it shares with others. */
interface Node {
  /** Takes one permit. */
  boolean take();

  /**
   * Gives permits back of requests that failed.
   *
   * @return whether it can; then they do not count
   */
  default boolean giveBack(int permits) {
    return false;
  }
}
