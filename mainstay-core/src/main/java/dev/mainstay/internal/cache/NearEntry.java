package dev.mainstay.internal.cache;

import dev.mainstay.spi.Watch;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a key, before it is there and while it is kept: so it is the placeholder that a
 * change marks in the midst of the reading.
 */
final class NearEntry<V extends @Nullable Object> extends Watch {
  private static final NearTag[] NONE = {};

  final Object key;
  private final NearCache<V> cache;
  private final String name;
  private @Nullable V value;
  private long until;
  private long stamp;
  private NearTag[] tags = NONE;
  private volatile boolean kept;

  /**
   * @param key as the caller has it
   * @param name as it is spelled
   */
  NearEntry(NearCache<V> cache, Object key, String name) {
    this.cache = cache;
    this.key = key;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** The tags without which it does not count. */
  void tagged(NearTag[] all) {
    tags = all;
  }

  /**
   * It is there, and about to be kept.
   *
   * @param end then it counts no more, by the clock of the proofs
   * @param number what was read by its number
   */
  void holds(V read, long end, long number) {
    value = read;
    stamp = number;
    until = end;
    kept = true;
  }

  /** Who asked was answered: where nothing is to be kept nobody is interested in changes. */
  void answered() {
    if (!kept) {
      close();
    }
  }

  /** Whether it may be answered; allocates nothing. */
  boolean counts(long now, long maxAge) {
    if (until - now <= 0 || !stands(now, maxAge)) {
      return false;
    }
    for (NearTag tag : tags) {
      if (!tag.stands(now, maxAge)) {
        return false;
      }
    }
    return true;
  }

  /** The number of the value that was read. */
  long stamp() {
    return stamp;
  }

  /** Nanoseconds until it counts no more by its time. */
  long left(long now) {
    return until - now;
  }

  @SuppressWarnings("NullAway") // it is null only where V may be
  V value() {
    return value;
  }

  @Override
  protected void ended() {
    cache.left(this);
  }
}
