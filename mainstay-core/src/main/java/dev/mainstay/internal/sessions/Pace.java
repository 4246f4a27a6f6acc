package dev.mainstay.internal.sessions;

/**
 * How much a partition hands out at once. What piled up while nobody looked is worked off a little
 * faster with every look instead of all at once: eight a look, and eight more each time that some
 * were left. One thread at a time.
 */
final class Pace {
  private static final int STEP = 8;
  private static final int MOST = 256;

  private int most = STEP;

  int most() {
    return most;
  }

  /** Takes note of whether some were left. */
  void left(boolean more) {
    most = more ? Math.min(MOST, most + STEP) : Math.max(STEP, most - STEP);
  }
}
