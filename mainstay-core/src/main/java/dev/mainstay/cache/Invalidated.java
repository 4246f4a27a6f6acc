package dev.mainstay.cache;

/** What became of an invalidation: {@link Done} or {@link Queued}. */
public sealed interface Invalidated {
  /**
   * It is true for every replica: no one answers from a load that began before.
   *
   * @param count how many entries there were; of tags, how many were moved
   */
  record Done(long count) implements Invalidated {}

  /**
   * The store did not answer. This process answers nothing older from now on, and repeats the
   * invalidation before it believes the store again; others may answer what they had until then.
   *
   * @param cause why, for a log
   */
  record Queued(String cause) implements Invalidated {}

  /** Whether it is true everywhere. */
  default boolean isDone() {
    return this instanceof Done;
  }
}
