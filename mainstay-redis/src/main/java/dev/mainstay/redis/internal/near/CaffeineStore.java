package dev.mainstay.redis.internal.near;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.mainstay.spi.NearStore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is near, bounded by Caffeine. */
final class CaffeineStore<K, T> implements NearStore<K, T> {
  private final Cache<K, T> values;

  CaffeineStore(int most, Consumer<T> evicted) {
    // Not in its eviction listener: who hears of it may not touch the cache there.
    values =
        Caffeine.newBuilder()
            .maximumSize(most)
            .executor(Runnable::run)
            .removalListener(
                (@Nullable K key, @Nullable T value, RemovalCause cause) -> {
                  if (value != null && cause.wasEvicted()) {
                    evicted.accept(value);
                  }
                })
            .build();
  }

  @Override
  public @Nullable T get(K key) {
    return values.getIfPresent(key);
  }

  @Override
  public @Nullable T put(K key, T value) {
    return values.asMap().put(key, value);
  }

  @Override
  public void remove(K key, T value) {
    values.asMap().remove(key, value);
  }
}
