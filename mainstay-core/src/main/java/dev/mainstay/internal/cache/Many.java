package dev.mainstay.internal.cache;

import dev.mainstay.cache.AsyncBatchLoader;
import dev.mainstay.cache.BatchLoader;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Where many values come from at once. */
interface Many<K, V extends @Nullable Object> {
  /**
   * Loads them for who asks, and where he wants it.
   *
   * @param begins is run when the load begins: later, where there is no thread for it yet
   */
  CompletionStage<Map<K, V>> here(Set<K> keys, Runnable begins);

  /** Loads them while nobody waits. */
  CompletionStage<Map<K, V>> aside(Set<K> keys, Runnable begins);

  /** By a loader that does not block. */
  static <K, V extends @Nullable Object> Many<K, V> of(AsyncBatchLoader<K, V> loader) {
    return new Many<>() {
      @Override
      public CompletionStage<Map<K, V>> here(Set<K> keys, Runnable begins) {
        begins.run();
        return loader.load(keys);
      }

      @Override
      public CompletionStage<Map<K, V>> aside(Set<K> keys, Runnable begins) {
        begins.run();
        return loader.load(keys);
      }
    };
  }

  /**
   * By a loader that blocks.
   *
   * @param caller where it runs for who waits
   * @param others where it runs for nobody
   */
  static <K, V extends @Nullable Object> Many<K, V> of(
      BatchLoader<K, V> loader, Executor caller, Executor others) {
    return new Many<>() {
      @Override
      public CompletionStage<Map<K, V>> here(Set<K> keys, Runnable begins) {
        return Sources.run(caller, begins, () -> loader.load(keys));
      }

      @Override
      public CompletionStage<Map<K, V>> aside(Set<K> keys, Runnable begins) {
        return Sources.run(others, begins, () -> loader.load(keys));
      }
    };
  }
}
