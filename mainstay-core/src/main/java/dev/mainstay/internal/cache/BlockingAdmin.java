package dev.mainstay.internal.cache;

import dev.mainstay.cache.AsyncCacheAdmin;
import dev.mainstay.cache.CacheAdmin;
import dev.mainstay.cache.CacheSize;
import dev.mainstay.cache.Inspected;
import dev.mainstay.internal.Blocking;
import java.util.List;

/** Questions of operators that wait: each method is its asynchronous twin, joined. */
record BlockingAdmin<K>(AsyncCacheAdmin<K> async) implements CacheAdmin<K> {

  @Override
  public Inspected inspect(K key) {
    return Blocking.join("cache.inspect", async.inspect(key));
  }

  @Override
  public CacheSize size() {
    return Blocking.join("cache.size", async.size());
  }

  @Override
  public List<String> keys(String prefix, int most) {
    return Blocking.join("cache.keys", async.keys(prefix, most));
  }
}
