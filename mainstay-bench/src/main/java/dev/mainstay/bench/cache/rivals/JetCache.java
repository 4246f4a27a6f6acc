package dev.mainstay.bench.cache.rivals;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.redis.lettuce.JetCacheCodec;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** JetCache's remote cache on Lettuce: {@code computeIfAbsent} and {@code remove}. */
final class JetCache implements CacheRival {
  private final RedisClient client;
  private final StatefulRedisConnection<?, ?> connection;

  @SuppressWarnings("unchecked") // its codec is raw
  JetCache(String url) {
    this.client = RedisClient.create(url);
    this.connection = client.connect(new JetCacheCodec());
  }

  @Override
  public Face face(String name, UnaryOperator<String> source) {
    Cache<String, String> cache =
        RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
            .redisClient(client)
            .connection(connection)
            .keyPrefix("jet:" + name + ":")
            .keyConvertor(key -> key)
            .expireAfterWrite(TTL.toMillis(), TimeUnit.MILLISECONDS)
            .buildCache();
    return new Face() {
      @Override
      public String get(String key) {
        return cache.computeIfAbsent(key, source);
      }

      @Override
      public boolean invalidate(String key) {
        cache.remove(key);
        return true;
      }
    };
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
