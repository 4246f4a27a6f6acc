package dev.mainstay.cache;

import java.time.Duration;
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
      implements Look<V> {
    /** The times; values are not told in logs. */
    @Override
    public String toString() {
      return "Fresh[age=" + age + ", left=" + left + "]";
    }
  }

  /**
   * A value that is answered only while it is loaded anew, or where loading fails.
   *
   * @param age how long ago it was stored
   */
  record Stale<V extends @Nullable Object>(V value, Duration age) implements Look<V> {
    /** The time; values are not told in logs. */
    @Override
    public String toString() {
      return "Stale[age=" + age + "]";
    }
  }

  /** Nothing; or it was invalidated, or could not be read. */
  record Absent<V extends @Nullable Object>() implements Look<V> {}

  /** The value, fresh or stale, or another where there is none. */
  default V orElse(V other) {
    if (this instanceof Fresh<V> fresh) {
      return fresh.value();
    }
    return this instanceof Stale<V> stale ? stale.value() : other;
  }
}
