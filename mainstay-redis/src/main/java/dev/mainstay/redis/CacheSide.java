package dev.mainstay.redis;

import dev.mainstay.redis.internal.cache.RedisCacheStore;
import dev.mainstay.redis.internal.cache.RedisInvalidations;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.script.Scripts;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.time.StoreClock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The connection that caches have for themselves, so that neither their load nor their impatience
 * is that of state. It is made when a cache is first asked for: most processes have none.
 */
final class CacheSide implements AutoCloseable {
  private final RedisOptions options;
  private final @Nullable StoreClock held;
  private @Nullable Link link;
  private @Nullable CacheStore store;
  private @Nullable Invalidations invalidations;
  private boolean closed;

  /**
   * @param options of that connection
   * @param held the clock that a test holds, if there is one
   */
  CacheSide(RedisOptions options, @Nullable StoreClock held) {
    this.options = options;
    this.held = held;
  }

  /** The store; connects the first time, and fails as connecting does. */
  synchronized CacheStore store() {
    connect();
    return Objects.requireNonNull(store);
  }

  /** Who says what changed there; the same. */
  synchronized Invalidations invalidations() {
    connect();
    return Objects.requireNonNull(invalidations);
  }

  private void connect() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    if (link == null) {
      Link made = Link.connect(options);
      Scripts.preload(made, RedisCacheStore.scripts());
      RedisCacheStore opened = new RedisCacheStore(made, options.listener(), held);
      link = made;
      store = opened;
      invalidations = new RedisInvalidations(made, opened);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (link != null) {
      link.close();
    }
  }
}
