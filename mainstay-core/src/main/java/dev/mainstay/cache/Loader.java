package dev.mainstay.cache;

import org.jspecify.annotations.Nullable;

/** Loads what a cache does not have. */
@FunctionalInterface
public interface Loader<K, T extends @Nullable Object> {
  /**
   * The value of a key; {@code null} where there is none. What it throws reaches who asked the
   * cache: as it is if it is unchecked, else as the cause of a {@link
   * dev.mainstay.errors.LoadFailedException}.
   */
  T load(K key) throws Exception;
}
