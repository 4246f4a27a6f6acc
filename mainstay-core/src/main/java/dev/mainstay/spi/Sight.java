package dev.mainstay.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is seen where an entry is kept, its value left out. */
public sealed interface Sight {
  /** Nothing is there. */
  Absent ABSENT = new Absent();

  /**
   * What it takes in the store.
   *
   * @param bytes of memory, as the store estimates it
   * @param left so long it is kept still
   * @param idle so long nobody read it, where the store knows
   */
  record Room(long bytes, Duration left, Optional<Duration> idle) {}

  /** Nothing. */
  record Absent() implements Sight {}

  /** Somebody loads it. */
  record Leased(Room room) implements Sight {}

  /**
   * Somebody writes the source of it.
   *
   * @param writers how many
   */
  record Written(Room room, int writers) implements Sight {}

  /**
   * A value.
   *
   * @param head the entry without its payload
   * @param payload how many bytes that has
   * @param stamp the number that it got when it was stored
   * @param stand of each tag, whether it has not moved since
   */
  record Value(Room room, Entry head, long payload, long stamp, List<Boolean> stand)
      implements Sight {}

  /** Bytes that no entry has: to all others they are as nothing. */
  record Foreign(Room room) implements Sight {}
}
