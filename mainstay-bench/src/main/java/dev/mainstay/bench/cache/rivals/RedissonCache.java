package dev.mainstay.bench.cache.rivals;

import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.redisson.Redisson;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.map.MapLoader;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.api.options.MapCacheOptions;
import org.redisson.api.options.MapOptions;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** One of Redisson's maps with a loader: {@code get} and {@code fastRemove}. */
final class RedissonCache implements CacheRival {
  /** Its maps that cache. */
  enum Kind {
    MAP,
    MAP_CACHE,
    LOCAL_CACHED_MAP
  }

  private final RedissonClient client;
  private final Kind kind;

  RedissonCache(String url, Kind kind) {
    URI address = URI.create(url);
    String[] user = address.getUserInfo().split(":", 2);
    Config config = new Config();
    config.useSingleServer().setAddress("redis://" + address.getHost() + ":" + address.getPort());
    config.setUsername(user[0]).setPassword(user[1]);
    this.client = Redisson.create(config);
    this.kind = kind;
  }

  @Override
  public Face face(String name, UnaryOperator<String> source) {
    RMap<String, String> map = map("redisson:" + name, loader(source));
    return new Face() {
      @Override
      public String get(String key) {
        String value = map.get(key);
        if (value == null) {
          throw new IllegalStateException("no value of " + key);
        }
        return value;
      }

      @Override
      public boolean invalidate(String key) {
        map.fastRemove(key);
        return true;
      }
    };
  }

  private static MapLoader<String, String> loader(UnaryOperator<String> source) {
    return new MapLoader<>() {
      @Override
      public String load(String key) {
        return source.apply(key);
      }

      @Override
      public Iterable<String> loadAllKeys() {
        return List.of();
      }
    };
  }

  private RMap<String, String> map(String name, MapLoader<String, String> loader) {
    return switch (kind) {
      case MAP ->
          client.getMap(
              MapOptions.<String, String>name(name).codec(StringCodec.INSTANCE).loader(loader));
      case MAP_CACHE ->
          client.getMapCache(
              MapCacheOptions.<String, String>name(name)
                  .codec(StringCodec.INSTANCE)
                  .loader(loader));
      case LOCAL_CACHED_MAP ->
          client.getLocalCachedMap(
              LocalCachedMapOptions.<String, String>name(name)
                  .codec(StringCodec.INSTANCE)
                  .loader(loader));
    };
  }

  @Override
  public void close() {
    client.shutdown(0, 2, TimeUnit.SECONDS);
  }
}
