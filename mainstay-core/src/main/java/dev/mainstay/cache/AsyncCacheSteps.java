package dev.mainstay.cache;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link CacheSteps} that do not wait; where their stages end is as of {@link AsyncCache}. */
public interface AsyncCacheSteps<K, V extends @Nullable Object> {
  /** See {@link CacheSteps#look}. */
  CompletionStage<Look<V>> look(K key);

  /** See {@link CacheSteps#lookOrLease}. */
  CompletionStage<Offer<V>> lookOrLease(K key, Duration wait);

  /** See {@link CacheSteps#fill}. */
  CompletionStage<Boolean> fill(K key, String lease, Loaded<V> value);

  /** See {@link CacheSteps#release}. */
  CompletionStage<Boolean> release(K key, String lease);

  /** See {@link CacheSteps#put}. */
  CompletionStage<Void> put(K key, Loaded<V> value);
}
