package dev.mainstay.bench.cache.rivals;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.codec.Codec;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.EntryKey;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Mainstay through its blocking surface. */
public final class MainstayCache implements CacheRival {
  private static final String NAMESPACE = "bench";

  /** A busy machine does not reach it: what is queued is not promised everywhere. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Mainstay mainstay;

  /** On an engine, which is closed with this. */
  public MainstayCache(Engine engine) {
    this.mainstay = Mainstay.on(engine);
  }

  /** Connects. */
  public static Engine engine(String url) {
    return RedisEngine.connect(RedisOptions.parse(url).withWriteDeadline(PATIENCE));
  }

  /** Connects, and waits for two seconds where caches have 40 ms. */
  static Engine patient(String url) {
    RedisOptions options = RedisOptions.parse(url).withWriteDeadline(PATIENCE);
    return RedisEngine.connect(options, options.withReadDeadline(Duration.ofSeconds(2)));
  }

  /** The cache beneath a face. */
  public Cache<String, String> cache(String name) {
    return mainstay.caches(NAMESPACE).cache(name, Freshness.of(TTL), Codec.TEXT);
  }

  /** One of another freshness and other values. */
  public <V> Cache<String, V> cache(String name, Freshness freshness, Codec<V> codec) {
    return mainstay.caches(NAMESPACE).cache(name, freshness, codec);
  }

  /** How a key of it is called in the store. */
  public static EntryKey entry(String name, String key) {
    return new EntryKey(NAMESPACE, name, key);
  }

  @Override
  public Face face(String name, UnaryOperator<String> source) {
    Cache<String, String> cache = cache(name);
    return new Face() {
      @Override
      public String get(String key) {
        return cache.get(key, source::apply);
      }

      @Override
      public boolean invalidate(String key) {
        return cache.invalidate(key).isDone();
      }
    };
  }

  @Override
  public void close() {
    mainstay.close();
  }
}
