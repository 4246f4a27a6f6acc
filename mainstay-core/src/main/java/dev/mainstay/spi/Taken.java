package dev.mainstay.spi;

import dev.mainstay.limits.Settled;
import java.util.Arrays;
import java.util.List;

/** What became of a call that takes, or settles. */
public sealed interface Taken {
  /** It was decided. */
  final class Decided implements Taken {
    private final List<Reading> readings;
    private final int[] admitted;
    private final long[][] waits;

    /**
     * @param readings what each limit had counted before, in the order of the charges
     * @param admitted how many of each run were let in; they are the first ones of it
     * @param waits for each run and in it for each charge: the microseconds until one more of the
     *     run fits, where only the store can tell; else 0
     */
    public Decided(List<Reading> readings, int[] admitted, long[][] waits) {
      this.readings = readings;
      this.admitted = admitted;
      this.waits = waits;
    }

    /** What each limit had counted before. */
    public List<Reading> readings() {
      return readings;
    }

    /** How many of each run were let in; not to be changed. */
    public int[] admitted() {
      return admitted;
    }

    /** Until one more of a run fits a charge, in microseconds; not to be changed. */
    public long[][] waits() {
      return waits;
    }

    @Override
    public String toString() {
      return "let in " + Arrays.toString(admitted) + " after " + readings;
    }
  }

  /**
   * Nothing was decided: what a limit counted is of an earlier version, and has to be adopted.
   *
   * @param index of the charge
   * @param version that the state is of
   */
  record Outdated(int index, long version, Reading reading) implements Taken {}

  /** Nothing was decided: the rule of a charge is not the newest. */
  record Superseded(int index) implements Taken {}

  /** Nothing was done: permits are reserved under the name, or were and are settled. */
  record Repeated() implements Taken {}

  /** A reservation was settled, was so before, or is not there. */
  record Ended(Settled settled) implements Taken {}
}
