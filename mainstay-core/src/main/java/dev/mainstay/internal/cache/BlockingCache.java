package dev.mainstay.internal.cache;

import dev.mainstay.cache.AsyncCache;
import dev.mainstay.cache.BatchLoader;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.CacheAdmin;
import dev.mainstay.cache.CacheStats;
import dev.mainstay.cache.CacheSteps;
import dev.mainstay.cache.Following;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Intent;
import dev.mainstay.cache.Invalidated;
import dev.mainstay.cache.InvalidationChannel;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Loader;
import dev.mainstay.cache.Look;
import dev.mainstay.internal.Blocking;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache that waits: each method is its asynchronous twin, joined. A near hit is looked for ahead
 * of that, so that it allocates nothing.
 */
final class BlockingCache<K, V extends @Nullable Object> implements Cache<K, V> {
  private static final String INVALIDATE = "cache.invalidate";

  private final String name;
  private final boolean abandons;
  private final StoredCache<K, V> cache;
  private final CacheSteps<K, V> steps;
  private final CacheAdmin<K> admin;
  private final Executor others;

  BlockingCache(
      String name,
      Freshness freshness,
      StoredCache<K, V> cache,
      CacheSteps<K, V> steps,
      CacheAdmin<K> admin,
      Executor others) {
    this.name = name;
    // Who may go away with something stale cannot be in the midst of loading himself.
    this.abandons = !freshness.softTimeout().isZero();
    this.cache = cache;
    this.steps = steps;
    this.admin = admin;
    this.others = others;
  }

  @Override
  public V get(K key, Loader<? super K, ? extends V> loader) {
    NearEntry<V> hit = cache.hit(key);
    if (hit == null) {
      return get(key, loader, Loaded::<V>of, false);
    }
    if (cache.isCheckDue()) {
      cache.check(hit, key, source(key, loader, Loaded::<V>of, false, others));
    }
    return hit.value();
  }

  @Override
  public V getLoaded(K key, Loader<? super K, Loaded<V>> loader) {
    NearEntry<V> hit = cache.hit(key);
    if (hit == null) {
      return get(key, loader, loaded -> loaded, true);
    }
    if (cache.isCheckDue()) {
      cache.check(hit, key, source(key, loader, loaded -> loaded, true, others));
    }
    return hit.value();
  }

  private <T extends @Nullable Object> V get(
      K key, Loader<? super K, T> loader, Function<T, Loaded<V>> loaded, boolean tags) {
    Caller caller = new Caller(others);
    Source<V> source = source(key, loader, loaded, tags, abandons ? others : caller);
    return caller.await(name, cache.ask(key, source).answer);
  }

  private <T extends @Nullable Object> Source<V> source(
      K key,
      Loader<? super K, T> loader,
      Function<T, Loaded<V>> loaded,
      boolean tags,
      Executor where) {
    return Sources.of(key, loader, loaded, tags, where, others);
  }

  @Override
  public Map<K, V> getAll(Collection<? extends K> keys, BatchLoader<K, V> loader) {
    Caller caller = new Caller(others);
    Many<K, V> many = Many.of(loader, abandons ? others : caller, others);
    return caller.await(name, cache.getAll(keys, many));
  }

  @Override
  public Look<V> look(K key) {
    return Blocking.join("cache.look", cache.look(key));
  }

  @Override
  public void put(K key, V value) {
    put(key, Loaded.of(value));
  }

  @Override
  public void put(K key, Loaded<V> value) {
    var unused = Blocking.join("cache.put", cache.put(key, value).thenApply(done -> true));
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> values) {
    var unused = Blocking.join("cache.put", cache.putAll(values).thenApply(done -> true));
  }

  @Override
  public Invalidated invalidate(K key) {
    return Blocking.join(INVALIDATE, cache.invalidate(key));
  }

  @Override
  public Invalidated invalidate(Collection<? extends K> keys) {
    return Blocking.join(INVALIDATE, cache.invalidate(keys));
  }

  @Override
  public Invalidated invalidateEverywhere(Collection<? extends K> keys) {
    return Blocking.join(INVALIDATE, cache.invalidateEverywhere(keys));
  }

  @Override
  public Invalidated invalidateTags(Collection<String> tags) {
    return Blocking.join(INVALIDATE, cache.invalidateTags(tags));
  }

  @Override
  public Invalidated invalidatePrefix(String prefix) {
    return Blocking.join(INVALIDATE, cache.invalidatePrefix(prefix));
  }

  @Override
  public Following follow(InvalidationChannel channel) {
    return cache.follow(channel);
  }

  @Override
  public Invalidated invalidateAll() {
    return Blocking.join(INVALIDATE, cache.invalidateAll());
  }

  @Override
  public <T extends @Nullable Object> T mutate(K key, Callable<T> write) throws Exception {
    Intent intent = intend(List.of(key));
    try {
      return write.call();
    } finally {
      intent.close();
    }
  }

  @Override
  public Intent intend(Collection<? extends K> keys) {
    return Blocking.join("cache.mutate", cache.intend(keys));
  }

  @Override
  public CacheSteps<K, V> steps() {
    return steps;
  }

  @Override
  public CacheAdmin<K> admin() {
    return admin;
  }

  @Override
  public CacheStats stats() {
    return cache.stats();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public AsyncCache<K, V> async() {
    return cache;
  }
}
