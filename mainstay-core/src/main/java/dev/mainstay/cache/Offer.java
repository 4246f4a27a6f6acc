package dev.mainstay.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is offered who would load elsewhere: {@link Found}, {@link Leased}, {@link Busy}.
 */
public sealed interface Offer<V extends @Nullable Object> {
  /** A value that counts: there is nothing to load. */
  record Found<V extends @Nullable Object>(Look.Fresh<V> value) implements Offer<V> {}

  /**
   * The asker is the one who loads it, and fills it or gives the lease back.
   *
   * @param lease what he fills with: 1 to 200 letters, digits and hyphens, good in any process
   * @param ttl so long it is his, and nobody else is asked to load it
   * @param meanwhile the stale value that he replaces; {@link Look.Absent} where there is none
   */
  record Leased<V extends @Nullable Object>(String lease, Duration ttl, Look<V> meanwhile)
      implements Offer<V> {}

  /**
   * Somebody else loads it, or its source is written: what the asker loads is for himself alone.
   *
   * @param meanwhile the stale value that is there; {@link Look.Absent} where there is none
   */
  record Busy<V extends @Nullable Object>(Look<V> meanwhile) implements Offer<V> {}
}
