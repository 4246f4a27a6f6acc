package dev.mainstay.bench.cache.throughput;

import dev.mainstay.bench.cache.rivals.CacheRival;
import dev.mainstay.bench.cache.rivals.CacheRival.Face;
import dev.mainstay.bench.cache.rivals.MainstayCache;
import dev.mainstay.bench.cache.rivals.Rival;
import dev.mainstay.cache.Cache;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** All who read, over the same keys and values. */
final class Readers {
  private static final String CACHE = "hits";

  /** What is answered by who did not get it from the server; not stored for long. */
  private static final String LOADED = "loaded";

  private Readers() {}

  static String key(int number) {
    return "product%08d".formatted(number);
  }

  private static String[] keys(int count) {
    String[] keys = new String[count];
    for (int i = 0; i < count; i++) {
      keys[i] = key(i);
    }
    return keys;
  }

  static List<Reader> all(String url, int count, String value) {
    return List.of(
        mainstay(url, count, value),
        raw(url, count, value),
        peer(Rival.SPRING, url, count, value),
        peer(Rival.JETCACHE, url, count, value),
        peer(Rival.RMAP_CACHE, url, count, value));
  }

  /** Mainstay, by both of its surfaces. */
  static Reader mainstay(String url, int count, String value) {
    MainstayCache mainstay = new MainstayCache(MainstayCache.engine(url));
    Cache<String, String> cache = mainstay.cache(CACHE);
    String[] keys = keys(count);
    for (String key : keys) {
      cache.put(key, value);
    }
    return new Reader() {
      @Override
      public String name() {
        return Rival.MAINSTAY.title();
      }

      @Override
      public boolean read(int key) {
        return !cache.get(keys[key], any -> LOADED).equals(LOADED);
      }

      @Override
      public CompletionStage<Boolean> readLater(int key) {
        return cache
            .async()
            .get(keys[key], any -> CompletableFuture.completedFuture(LOADED))
            .thenApply(value -> !value.equals(LOADED));
      }

      @Override
      public boolean isAsync() {
        return true;
      }

      @Override
      public void close() {
        mainstay.close();
      }
    };
  }

  /** The floor: Lettuce with its defaults, one shared connection, and a GET. */
  static Reader raw(String url, int count, String value) {
    RedisClient client = RedisClient.create(url);
    StatefulRedisConnection<String, String> connection = client.connect(StringCodec.UTF8);
    String[] keys = keys(count);
    for (int i = 0; i < count; i++) {
      keys[i] = "raw:" + keys[i];
      connection.sync().set(keys[i], value);
    }
    return new Reader() {
      @Override
      public String name() {
        return "raw GET";
      }

      @Override
      public boolean read(int key) {
        return connection.sync().get(keys[key]) != null;
      }

      @Override
      public CompletionStage<Boolean> readLater(int key) {
        return connection.async().get(keys[key]).thenApply(value -> value != null);
      }

      @Override
      public boolean isAsync() {
        return true;
      }

      @Override
      public void close() {
        connection.close();
        client.shutdown();
      }
    };
  }

  private static Reader peer(Rival rival, String url, int count, String value) {
    CacheRival peer = rival.open(url);
    boolean[] filled = {false};
    Face face = peer.face(CACHE, key -> filled[0] ? LOADED : value);
    String[] keys = keys(count);
    for (String key : keys) {
      String unused = face.get(key);
    }
    filled[0] = true;
    return new Reader() {
      @Override
      public String name() {
        return rival.title();
      }

      @Override
      public boolean read(int key) {
        return !face.get(keys[key]).equals(LOADED);
      }

      @Override
      public void close() {
        peer.close();
      }
    };
  }
}
