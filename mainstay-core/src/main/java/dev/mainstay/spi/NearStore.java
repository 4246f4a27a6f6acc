package dev.mainstay.spi;

import org.jspecify.annotations.Nullable;

/**
 * So many values by key in the memory of this process; beyond that, those that are used least go.
 * Safe for many threads.
 */
public interface NearStore<K, T> {
  /** The value of a key; it allocates nothing. */
  @Nullable T get(K key);

  /** Keeps a value in the place of another, which it answers; {@code null} where there was none. */
  @Nullable T put(K key, T value);

  /** Drops a value, if it is still this one. */
  void remove(K key, T value);
}
