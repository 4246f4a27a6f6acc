package dev.mainstay.cache;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Cache} that does not wait. Stages end on threads of the store's connections: what
 * depends on them must not block.
 */
public interface AsyncCache<K, V extends @Nullable Object> {
  /** See {@link Cache#get}. */
  CompletionStage<V> get(K key, AsyncLoader<? super K, ? extends V> loader);

  /** See {@link Cache#getLoaded}. */
  CompletionStage<V> getLoaded(K key, AsyncLoader<? super K, Loaded<V>> loader);

  /** See {@link Cache#getAll}. */
  CompletionStage<Map<K, V>> getAll(Collection<? extends K> keys, AsyncBatchLoader<K, V> loader);

  /** See {@link Cache#look}. */
  CompletionStage<Look<V>> look(K key);

  /** See {@link Cache#put(Object, Object)}. */
  CompletionStage<Void> put(K key, V value);

  /** See {@link Cache#put(Object, Loaded)}. */
  CompletionStage<Void> put(K key, Loaded<V> value);

  /** See {@link Cache#putAll}. */
  CompletionStage<Void> putAll(Map<? extends K, ? extends V> values);

  /** See {@link Cache#invalidate(Object)}. */
  CompletionStage<Invalidated> invalidate(K key);

  /** See {@link Cache#invalidate(Collection)}. */
  CompletionStage<Invalidated> invalidate(Collection<? extends K> keys);

  /** See {@link Cache#invalidateEverywhere}. */
  CompletionStage<Invalidated> invalidateEverywhere(Collection<? extends K> keys);

  /** See {@link Cache#invalidateTags}. */
  CompletionStage<Invalidated> invalidateTags(Collection<String> tags);

  /** See {@link Cache#invalidatePrefix}. */
  CompletionStage<Invalidated> invalidatePrefix(String prefix);

  /** See {@link Cache#invalidateAll}. */
  CompletionStage<Invalidated> invalidateAll();

  /** See {@link Cache#mutate}. */
  <T extends @Nullable Object> CompletionStage<T> mutate(
      K key, Supplier<? extends CompletionStage<T>> write);

  /** See {@link Cache#intend}. */
  CompletionStage<Intent> intend(Collection<? extends K> keys);
}
