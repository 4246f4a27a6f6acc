package dev.mainstay.examples;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.CacheSize;
import dev.mainstay.cache.CacheStats;
import dev.mainstay.cache.Following;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Inspected;
import dev.mainstay.cache.Intent;
import dev.mainstay.cache.Invalidated;
import dev.mainstay.cache.InvalidationChannel;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Look;
import dev.mainstay.codec.Codec;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.near.Near;
import dev.mainstay.redis.RedisEngine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples of the page on caches, run as they are printed: each region is one code block. */
class CacheExamplesTest {
  private static EmbeddedRedis redis;
  private static String url;
  private static Mainstay mainstay;
  private final Source db = new Source();

  /** What is cached. */
  record Product(long id, int price) {}

  /** Where it comes from. */
  private static final class Source {
    final AtomicInteger price = new AtomicInteger(10);

    Product load(long id) {
      return new Product(id, price.get());
    }

    Map<Long, Product> loadAll(Set<Long> ids) {
      return ids.stream().collect(Collectors.toMap(id -> id, this::load));
    }

    void update(long id, int to) {
      price.set(to);
    }
  }

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start(EmbeddedOptions.ephemeral());
    url = redis.cache().url();
    mainstay = Mainstay.on(RedisEngine.connect(url));
  }

  @AfterAll
  static void stop() {
    mainstay.close();
    redis.close();
  }

  @Test
  void shortest() {
    // @start region="cache-shortest"
    Mainstay mainstay = Mainstay.on(RedisEngine.connect(url));
    Cache<Long, Product> products =
        mainstay.cache("product", Freshness.of(ofMinutes(5)), Codec.json(Product.class));

    Product product = products.get(42L, db::load); // one load for all replicas
    db.update(42, 12);
    products.invalidate(42L); // whoever asks from now on, anywhere, gets nothing older
    // @end
    assertThat(product.price()).isEqualTo(10);
    assertThat(products.get(42L, db::load).price()).isEqualTo(12);
    mainstay.close();
  }

  @Test
  void race() {
    // @start region="cache-race"
    Cache<String, String> cache = mainstay.cache("race", Freshness.of(ofMinutes(5)), Codec.TEXT);
    String[] price = {"10"};
    String answer =
        cache.get(
            "tea",
            key -> {
              String read = price[0]; // a slow reader has read 10 …
              CompletableFuture.runAsync(() -> price[0] = "12").join(); // … somebody writes 12
              CompletableFuture.runAsync(() -> cache.invalidate(key)).join(); // … and invalidates
              return read; // … and only now the reader is done
            });
    String next = cache.get("tea", key -> price[0]);
    // @end
    assertThat(answer).isEqualTo("10");
    assertThat(next).isEqualTo("12");
  }

  @Test
  void freshness() {
    // @start region="cache-freshness"
    Freshness freshness =
        Freshness.of(ofMinutes(5)) // less up to a tenth at random
            .staleWhileRevalidate(ofMinutes(1)) // then answered still, while one replica loads
            .staleIfError(ofHours(1)) // and for longer where loading fails
            .absent(ofSeconds(10)) // remembers that there is no value
            .refreshAhead(1) // loads popular values before they end
            .hardTimeout(ofSeconds(5)); // so long a load may take
    // @end
    assertThat(freshness.usable()).isEqualTo(ofHours(1));
  }

  @Test
  void near() {
    // @start region="cache-near"
    Cache<Long, Product> products =
        mainstay.cache(
            "near",
            Freshness.of(ofMinutes(5)).near(Near.of(10_000).maxAge(ofSeconds(1))),
            Codec.json(Product.class));

    Product product = products.get(42L, db::load); // soon without asking anybody
    db.update(42, 12);
    products.invalidateEverywhere(List.of(42L)); // nobody answers the old one any more
    // @end
    assertThat(product.price()).isEqualTo(10);
    assertThat(products.get(42L, db::load).price()).isEqualTo(12);
  }

  @Test
  void many() {
    Cache<Long, Product> products =
        mainstay.cache("many", Freshness.of(ofMinutes(5)), Codec.json(Product.class));
    // @start region="cache-many"
    Map<Long, Product> found = products.getAll(List.of(42L, 43L, 44L), db::loadAll);
    products.putAll(found);
    // @end
    assertThat(found.keySet()).containsExactly(42L, 43L, 44L);
    assertThat(products.look(44L)).isInstanceOf(Look.Fresh.class);
  }

  @Test
  void codec() {
    // @start region="cache-codec"
    Codec<Product> codec = Codec.json(Product.class).schema(7).compressed(4_096);
    // @end
    Product product = db.load(42);
    assertThat(codec.decode(codec.encode(product))).isEqualTo(product);
    assertThat(codec.schema()).isEqualTo(135);
  }

  @Test
  void tags() {
    Cache<Long, Product> products =
        mainstay.cache("tagged", Freshness.of(ofMinutes(5)), Codec.json(Product.class));
    // @start region="cache-tags"
    products.getLoaded(42L, id -> Loaded.of(db.load(id)).tags("shop-7", "tea").ttl(ofMinutes(1)));
    Invalidated done = products.invalidateTags(List.of("shop-7"));
    // @end
    assertThat(done.isDone()).isTrue();
    assertThat(products.look(42L)).isInstanceOf(Look.Absent.class);
  }

  @Test
  void watching() {
    Cache<Long, Product> products =
        mainstay.cache("watched", Freshness.of(ofMinutes(5)), Codec.json(Product.class));
    products.get(42L, db::load);
    products.get(42L, db::load);
    // @start region="cache-stats"
    CacheStats stats = products.stats(); // of this process, since the cache was made
    double near = (double) stats.nearHits() / (stats.nearHits() + stats.hits() + stats.misses());
    long saved = stats.refusedFills(); // stale values that were not stored
    long wrong = stats.violations(); // to stay 0
    // @end
    assertThat(near).isZero();
    assertThat(stats.hits()).isEqualTo(1);
    assertThat(saved + wrong).isZero();
    // @start region="cache-admin"
    Inspected seen = products.admin().inspect(42L); // no hit, no load, no decoding
    if (seen instanceof Inspected.Value value) {
      value.kept().left(); // so long it is kept; fresh() is how long it is fresh
      value.tags(); // and whether each of them stands
    }
    CacheSize size = products.admin().size(); // searches the store
    List<String> keys = products.admin().keys("4", 100);
    // @end
    assertThat(seen).isInstanceOf(Inspected.Value.class);
    assertThat(size.entries()).isEqualTo(1);
    assertThat(keys).containsExactly("42");
    assertThat(products.stats()).isEqualTo(stats);
    // @start region="cache-checked"
    Freshness checked = Freshness.of(ofMinutes(5)).near(10_000).checked(0.001);
    // @end
    assertThat(checked.checked()).isEqualTo(0.001);
  }

  @Test
  @SuppressWarnings("try")
  void mutate() throws Exception {
    Cache<Long, Product> products =
        mainstay.cache("written", Freshness.of(ofMinutes(5)), Codec.json(Product.class));
    // @start region="cache-mutate"
    products.mutate(
        42L,
        () -> {
          db.update(42, 14); // begin and commit the transaction in here
          return null;
        });
    try (Intent write = products.intend(List.of(42L, 43L))) { // or around it
      db.update(42, 15);
    }
    // @end
    assertThat(products.get(42L, db::load).price()).isEqualTo(15);
  }

  @Test
  void follow() {
    Cache<Long, Product> products =
        mainstay.cache("followed", Freshness.of(ofMinutes(5)), Codec.json(Product.class));
    // @start region="cache-follow"
    Following following =
        products.follow(InvalidationChannel.of("cache:invalidate:{key}").andTell());
    // @end
    await().until(following::isHeard);
    following.close();
    assertThat(following.isHeard()).isFalse();
  }
}
