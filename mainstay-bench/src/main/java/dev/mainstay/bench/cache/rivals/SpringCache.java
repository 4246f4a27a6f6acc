package dev.mainstay.bench.cache.rivals;

import io.lettuce.core.RedisURI;
import java.util.function.UnaryOperator;
import org.springframework.cache.Cache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;

/** Spring Data Redis: {@code Cache.get(key, loader)} and one of its two ways to evict. */
final class SpringCache implements CacheRival {
  private final LettuceConnectionFactory connections;
  private final RedisCacheManager manager;
  private final boolean atOnce;

  /**
   * @param locks by its locking writer
   * @param atOnce evicts by {@code evictIfPresent}, which waits, as {@code
   *     CacheEvict(beforeInvocation)} does; else by {@code evict}, as {@code CacheEvict} does
   */
  SpringCache(String url, boolean locks, boolean atOnce) {
    this.connections =
        new LettuceConnectionFactory(
            LettuceConnectionFactory.createRedisConfiguration(RedisURI.create(url)));
    connections.afterPropertiesSet();
    connections.start();
    RedisCacheWriter writer =
        locks
            ? RedisCacheWriter.lockingRedisCacheWriter(connections)
            : RedisCacheWriter.nonLockingRedisCacheWriter(connections);
    RedisCacheConfiguration defaults =
        RedisCacheConfiguration.defaultCacheConfig()
            .entryTtl(TTL)
            .serializeValuesWith(SerializationPair.fromSerializer(RedisSerializer.string()));
    this.manager = RedisCacheManager.builder(writer).cacheDefaults(defaults).build();
    manager.afterPropertiesSet();
    this.atOnce = atOnce;
  }

  @Override
  public Face face(String name, UnaryOperator<String> source) {
    Cache cache = manager.getCache(name);
    if (cache == null) {
      throw new IllegalStateException("no cache " + name);
    }
    return new Face() {
      @Override
      public String get(String key) {
        String value = cache.get(key, () -> source.apply(key));
        if (value == null) {
          throw new IllegalStateException("no value of " + key);
        }
        return value;
      }

      @Override
      public boolean invalidate(String key) {
        if (atOnce) {
          cache.evictIfPresent(key);
        } else {
          cache.evict(key);
        }
        return true;
      }
    };
  }

  @Override
  public void close() {
    connections.destroy();
  }
}
