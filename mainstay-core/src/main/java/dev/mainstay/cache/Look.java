package dev.mainstay.cache;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a cache has of a key: {@link Fresh}, {@link Stale} or {@link Absent}. */
public sealed interface Look<V extends @Nullable Object> {

  /**
   * A value that counts; {@code null} where it is known that there is none.
   *
   * @param age how long ago it was stored
   * @param left for so long it counts still
   */
  record Fresh<V extends @Nullable Object>(V value, Duration age, Duration left)
      implements Look<V> {}

  /**
   * A value that is answered only while it is loaded anew, or where loading fails.
   *
   * @param age how long ago it was stored
   */
  record Stale<V extends @Nullable Object>(V value, Duration age) implements Look<V> {}

  /** Nothing; or it was invalidated, or could not be read. */
  record Absent<V extends @Nullable Object>() implements Look<V> {}

  /** The value, fresh or stale; empty where there is none. */
  default Optional<V> found() {
    if (this instanceof Fresh<V> fresh) {
      return Optional.ofNullable(fresh.value());
    }
    return this instanceof Stale<V> stale ? Optional.ofNullable(stale.value()) : Optional.empty();
  }
}
