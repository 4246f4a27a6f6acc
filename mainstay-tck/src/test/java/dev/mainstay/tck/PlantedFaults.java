package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.function.LongConsumer;

/** Looks for a planted fault by one seed after the other: a rare one is not met on every walk. */
final class PlantedFaults {
  private static final int WALKS = 5;

  private PlantedFaults() {}

  /**
   * Fails where no walk finds it.
   *
   * @param walk by a seed; an {@link AssertionError} that names the seed is a find
   */
  static void isFound(Enum<?> fault, long seed, LongConsumer walk) {
    for (long next = seed; next < seed + WALKS; next++) {
      try {
        walk.accept(next);
      } catch (AssertionError found) {
        assertThat(found).as("%s", fault).hasMessageContaining("seed " + next);
        return;
      }
    }
    fail("%s is not found by the seeds from %d on, %d walks", fault, seed, WALKS);
  }
}
