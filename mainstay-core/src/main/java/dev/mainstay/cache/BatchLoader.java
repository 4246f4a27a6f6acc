package dev.mainstay.cache;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loads many values at once that a cache does not have. */
@FunctionalInterface
public interface BatchLoader<K, V extends @Nullable Object> {
  /**
   * The values of keys, of each that has one; those of other keys are ignored. What it throws
   * reaches who asked the cache as what a {@link Loader} throws does, and is of all of these keys.
   *
   * @param keys in the order in which they were asked for; not to be changed
   */
  Map<K, V> load(Set<K> keys) throws Exception;
}
