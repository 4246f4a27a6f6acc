package dev.mainstay.internal.cache;

import dev.mainstay.cache.AsyncCacheSteps;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Look;
import dev.mainstay.cache.Offer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Steps on keys as the cache spells them. */
record KeyedSteps<K, V extends @Nullable Object>(Spelling<K> spelling, Steps<V> steps)
    implements AsyncCacheSteps<K, V> {

  @Override
  public CompletionStage<Look<V>> look(K key) {
    return steps.look(spelling.key(key));
  }

  @Override
  public CompletionStage<Offer<V>> lookOrLease(K key, Duration wait) {
    return steps.lookOrLease(spelling.key(key), wait);
  }

  @Override
  public CompletionStage<Boolean> fill(K key, String lease, Loaded<V> value) {
    return steps.fill(spelling.key(key), lease, value);
  }

  @Override
  public CompletionStage<Boolean> release(K key, String lease) {
    return steps.release(spelling.key(key), lease);
  }

  @Override
  public CompletionStage<Void> put(K key, Loaded<V> value) {
    return steps.put(spelling.key(key), value);
  }
}
