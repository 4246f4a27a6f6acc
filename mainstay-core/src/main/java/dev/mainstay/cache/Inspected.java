package dev.mainstay.cache;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is seen of a key without touching it: everything but the value. */
public sealed interface Inspected {

  /**
   * What it takes in the store.
   *
   * @param bytes of memory, key included, as the store estimates it
   * @param left so long it is kept still
   * @param idle so long nobody read it, in whole seconds; empty where the store does not know
   */
  record Kept(long bytes, Duration left, Optional<Duration> idle) {}

  /**
   * A tag of an entry.
   *
   * @param name the tag
   * @param stands whether it has not moved since; if one has, the entry is a miss
   */
  record Tag(String name, boolean stands) {}

  /** Nothing is there. */
  record Absent() implements Inspected {}

  /** Somebody loads it. */
  record Leased(Kept kept) implements Inspected {}

  /**
   * Its source is being written: nothing is stored until that ends.
   *
   * @param writers how many write
   */
  record Written(Kept kept, int writers) implements Inspected {}

  /**
   * A value.
   *
   * @param payload so many bytes it is encoded in; 0 where it is known that there is no value
   * @param age how long ago it was stored, by an estimate of the store's clock
   * @param fresh so long it is fresh still; zero where it is stale
   * @param loadTime how long it took to load; zero where nobody measured
   * @param schema of the codec that wrote it
   * @param readable whether this cache reads that schema; else it is a miss
   * @param isAbsent whether what is known is that there is no value
   * @param tags its tags
   */
  record Value(
      Kept kept,
      long payload,
      Duration age,
      Duration fresh,
      Duration loadTime,
      int schema,
      boolean readable,
      boolean isAbsent,
      List<Tag> tags)
      implements Inspected {}

  /** Bytes that no entry has; they are a miss, and dropped by the next who would load. */
  record Foreign(Kept kept) implements Inspected {}
}
