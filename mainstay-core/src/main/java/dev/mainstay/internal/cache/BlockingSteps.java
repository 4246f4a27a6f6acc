package dev.mainstay.internal.cache;

import dev.mainstay.cache.AsyncCacheSteps;
import dev.mainstay.cache.CacheSteps;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Look;
import dev.mainstay.cache.Offer;
import dev.mainstay.internal.Blocking;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Steps that wait: each method is its asynchronous twin, joined. */
record BlockingSteps<K, V extends @Nullable Object>(AsyncCacheSteps<K, V> async)
    implements CacheSteps<K, V> {

  @Override
  public Look<V> look(K key) {
    return Blocking.join("cache.look", async.look(key));
  }

  @Override
  public Offer<V> lookOrLease(K key, Duration wait) {
    return Blocking.join("cache.lookOrLease", async.lookOrLease(key, wait));
  }

  @Override
  public boolean fill(K key, String lease, Loaded<V> value) {
    return Blocking.join("cache.fill", async.fill(key, lease, value));
  }

  @Override
  public boolean release(K key, String lease) {
    return Blocking.join("cache.release", async.release(key, lease));
  }

  @Override
  public void put(K key, Loaded<V> value) {
    var unused = Blocking.join("cache.put", async.put(key, value).thenApply(done -> true));
  }
}
