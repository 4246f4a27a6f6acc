package dev.mainstay.spi;

import java.util.Arrays;
import java.util.List;

/**
 * Takes that are decided one after the other in one atomic step.
 *
 * @param charges the limits, each key once
 * @param runs what is asked of them, in order
 * @param lease a random name, 16 characters of base64url: a concurrency limit holds its permits
 *     under it, and what is counted in several places is reserved under it. Such a call asks for
 *     one take; others need none, and it is empty
 */
public record TakeCall(List<Charge> charges, List<Run> runs, String lease) {

  /** Some takes that are alike. */
  public static final class Run {
    private final int count;
    private final long[] costs;

    /**
     * @param count how many
     * @param costs what each of them takes of each charge, in their order; not to be changed
     *     afterwards
     */
    public Run(int count, long... costs) {
      this.count = count;
      this.costs = costs;
    }

    /** How many they are. */
    public int count() {
      return count;
    }

    /** What each of them takes of each charge; not to be changed. */
    public long[] costs() {
      return costs;
    }

    @Override
    public String toString() {
      return count + " × " + Arrays.toString(costs);
    }
  }
}
