package dev.mainstay.spi;

import java.util.List;

/** What became of a call that takes. */
public sealed interface Taken {
  /**
   * It was decided.
   *
   * @param readings what each limit had counted before, in the order of the charges
   * @param admitted how many of each run were let in; they are the first ones of it
   * @param waits for each run and in it for each charge: the microseconds until one more of the run
   *     fits, where only the store can tell; else 0
   */
  record Decided(List<Reading> readings, int[] admitted, long[][] waits) implements Taken {}

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
}
