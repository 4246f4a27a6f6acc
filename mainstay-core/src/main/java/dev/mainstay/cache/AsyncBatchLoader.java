package dev.mainstay.cache;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Loads many values at once that a cache does not have; must not block. */
@FunctionalInterface
public interface AsyncBatchLoader<K, V extends @Nullable Object> {
  /** The values of keys, of each that has one; see {@link BatchLoader#load}. */
  CompletionStage<Map<K, V>> load(Set<K> keys);
}
