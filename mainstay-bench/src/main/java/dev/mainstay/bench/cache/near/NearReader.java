package dev.mainstay.bench.cache.near;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mainstay.Mainstay;
import dev.mainstay.bench.cache.rivals.CacheRival;
import dev.mainstay.bench.cache.rivals.CacheRival.Face;
import dev.mainstay.bench.cache.rivals.MainstayCache;
import dev.mainstay.bench.cache.rivals.Rival;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.codec.Codec;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Who has all keys in its own memory. */
interface NearReader extends AutoCloseable {
  /** So many keys there are. */
  int KEYS = 1_000;

  /** None of them ends while they are read. */
  Duration TTL = Duration.ofHours(1);

  /** What a key has. */
  String VALUE = "x".repeat(1_000);

  /** What it is called in tables. */
  String name();

  /** Reads a key. */
  String read(String key);

  @Override
  void close();

  /** The floor: a map with a bound, which knows no time. */
  static NearReader caffeine() {
    var cache = Caffeine.newBuilder().maximumSize(10L * KEYS).<String, String>build();
    return of(
        "Caffeine",
        key -> present(cache.getIfPresent(key)),
        key -> cache.put(key, VALUE),
        () -> {});
  }

  /** The same, whose entries end: it reads the clock. */
  static NearReader expiring() {
    var cache =
        Caffeine.newBuilder()
            .maximumSize(10L * KEYS)
            .expireAfterWrite(TTL)
            .recordStats()
            .<String, String>build();
    return of(
        "Caffeine, expiring",
        key -> present(cache.getIfPresent(key)),
        key -> cache.put(key, VALUE),
        () -> {});
  }

  private static String present(@Nullable String value) {
    return Objects.requireNonNull(value);
  }

  /** A near cache of Mainstay. */
  static NearReader mainstay(String url) {
    Mainstay mainstay = Mainstay.on(MainstayCache.engine(url));
    Cache<String, String> cache =
        mainstay.cache("near", Freshness.of(TTL).near(10 * KEYS), Codec.TEXT);
    UnaryOperator<String> read = key -> cache.get(key, any -> VALUE);
    return of("Mainstay", read, read::apply, mainstay::close);
  }

  /** Redisson's, which Pub/Sub tells of changes. */
  static NearReader redisson(String url) {
    CacheRival rival = Rival.RLOCAL.open(url);
    Face face = rival.face("near", key -> VALUE);
    return of("RLocalCachedMap", face::get, face::get, rival::close);
  }

  private static NearReader of(
      String name, UnaryOperator<String> read, Consumer<String> fill, Runnable end) {
    for (int i = 0; i < KEYS; i++) {
      fill.accept(key(i));
    }
    return new NearReader() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String read(String key) {
        return read.apply(key);
      }

      @Override
      public void close() {
        end.run();
      }
    };
  }

  /** How a key is spelled. */
  static String key(int number) {
    return "product%08d".formatted(number);
  }
}
