package dev.mainstay.cache;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Loads what a cache does not have; must not block. */
@FunctionalInterface
public interface AsyncLoader<K, T extends @Nullable Object> {
  /** The value of a key; {@code null} where there is none. */
  CompletionStage<T> load(K key);
}
