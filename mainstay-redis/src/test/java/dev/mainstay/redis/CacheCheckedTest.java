package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.CacheStats;
import dev.mainstay.cache.Freshness;
import dev.mainstay.codec.Codec;
import dev.mainstay.near.Near;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks over real connections; {@code -Dmainstay.seed=…} for another run. */
class CacheCheckedTest {
  private static final long SEED = Long.getLong("mainstay.seed", System.nanoTime());
  private static final int KEYS = 30;
  private static TestRedis redis;
  private static Mainstay one;
  private static Mainstay other;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    one = Mainstay.on(RedisEngine.connect(redis.url()));
    other = Mainstay.on(RedisEngine.connect(redis.url()));
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
    redis.close();
  }

  @Test
  void nothingIsFoundWhereEachChangeIsInvalidated() {
    Run run = new Run("right", 0);
    run.go();
    CacheStats all = run.stats();
    assertThat(all.violations()).as("seed %d: %s", SEED, all).isZero();
    assertThat(all.checks()).as("seed %d: %s", SEED, all).isGreaterThan(200);
    assertThat(all.nearHits()).as("seed %d: %s", SEED, all).isGreaterThan(1_000);
    assertThat(run.writes).as("seed %d", SEED).hasValueGreaterThan(20);
  }

  /** The planted fault. */
  @Test
  void theSameRunFindsInvalidationsThatAreForgotten() {
    Run run = new Run("wrong", 0.5);
    run.go();
    assertThat(run.stats().violations()).as("seed %d: %s", SEED, run.stats()).isPositive();
  }

  /** Two processes with readers and writers of one source. */
  private static final class Run {
    final AtomicLong writes = new AtomicLong();
    private final List<Cache<String, String>> caches = new ArrayList<>();
    private final Map<String, String> source = new ConcurrentHashMap<>();
    private final double forgotten;

    Run(String name, double forgotten) {
      this.forgotten = forgotten;
      Freshness freshness =
          Freshness.of(Duration.ofMinutes(10))
              .near(Near.of(100).maxAge(Duration.ofMillis(300)))
              .checked(1);
      for (Mainstay mainstay : List.of(one, other)) {
        caches.add(mainstay.cache(name, freshness, Codec.TEXT));
      }
      for (int i = 0; i < KEYS; i++) {
        source.put("k" + i, "first");
      }
    }

    void go() {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        Random random = new Random(SEED + thread);
        all.add(
            CompletableFuture.runAsync(() -> work(random, end), work -> new Thread(work).start()));
      }
      all.forEach(CompletableFuture::join);
    }

    private void work(Random random, long end) {
      long next = System.nanoTime();
      for (long now = next; now - end < 0; now = System.nanoTime()) {
        String key = "k" + random.nextInt(KEYS);
        Cache<String, String> cache = caches.get(random.nextInt(caches.size()));
        if (now - next < 0) {
          cache.get(key, source::get);
          continue;
        }
        next += TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(400));
        writes.incrementAndGet();
        source.put(key, Long.toHexString(random.nextLong()));
        if (random.nextDouble() >= forgotten) {
          cache.invalidate(key);
        }
      }
    }

    CacheStats stats() {
      List<CacheStats> each = caches.stream().map(Cache::stats).toList();
      return new CacheStats(
          each.stream().mapToLong(CacheStats::nearHits).sum(),
          each.stream().mapToLong(CacheStats::hits).sum(),
          each.stream().mapToLong(CacheStats::staleServed).sum(),
          each.stream().mapToLong(CacheStats::misses).sum(),
          each.stream().mapToLong(CacheStats::loads).sum(),
          each.stream().mapToLong(CacheStats::loadFailures).sum(),
          each.stream().mapToLong(CacheStats::refusedFills).sum(),
          each.stream().mapToLong(CacheStats::rejected).sum(),
          each.stream().mapToLong(CacheStats::nearEvictions).sum(),
          each.stream().mapToLong(CacheStats::checks).sum(),
          each.stream().mapToLong(CacheStats::violations).sum(),
          each.stream().mapToLong(CacheStats::skippedChecks).sum());
    }
  }
}
