package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.CacheStats;
import dev.mainstay.cache.Freshness;
import dev.mainstay.codec.Codec;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.near.Near;
import dev.mainstay.spi.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What checks find, and what they do not take for wrong. {@code -Dmainstay.seed=…} for another. */
class CheckerTest {
  private static final long SEED = Long.getLong("mainstay.seed", System.nanoTime());
  private static final Freshness FAR =
      Freshness.of(Duration.ofHours(1)).absent(Duration.ofHours(1)).checked(1);
  private static final Freshness NEAR = FAR.near(Near.of(100).maxAge(Duration.ofMillis(100)));

  private final Fleet fleet = new Fleet();
  private final List<Event> told = new CopyOnWriteArrayList<>();
  private final Map<String, String> source = new ConcurrentHashMap<>();

  @AfterEach
  void close() {
    fleet.close();
  }

  private Cache<String, @Nullable String> process(Engine engine, Freshness freshness) {
    Listener hears =
        event -> {
          if (event instanceof Event.StaleFound) {
            told.add(event);
          }
        };
    return fleet.process(engine, hears, freshness, Codec.TEXT);
  }

  private static CacheStats checked(Cache<?, ?> cache, long ended) {
    await().atMost(20, TimeUnit.SECONDS).until(() -> ended(cache.stats()) >= ended);
    return cache.stats();
  }

  private static long ended(CacheStats stats) {
    return stats.checks() + stats.violations() + stats.skippedChecks();
  }

  @Test
  void whatIsRightIsFoundRight() {
    source.put("k", "v");
    for (Freshness freshness : List.of(FAR, NEAR)) {
      Cache<String, @Nullable String> cache = process(fleet.engine, freshness);
      for (String key : List.of("k", "absent")) {
        cache.get(key, source::get);
        long before = ended(cache.stats());
        for (int i = 1; i <= 3; i++) {
          cache.get(key, source::get);
          assertThat(checked(cache, before + i).violations()).isZero();
        }
      }
      assertThat(cache.stats().checks()).isGreaterThanOrEqualTo(6);
      assertThat(cache.stats().skippedChecks()).isZero();
    }
  }

  @Test
  void aSourceThatChangedWithoutAnInvalidationIsFound() {
    source.put("k", "old");
    for (Freshness freshness : List.of(FAR, NEAR)) {
      told.clear();
      source.put("k", "old");
      Cache<String, @Nullable String> cache = process(fleet.engine, freshness);
      cache.invalidate("k");
      cache.get("k", source::get);
      cache.get("k", source::get);
      long before = ended(checked(cache, 1));
      source.put("k", "new");
      assertThat(cache.get("k", source::get)).isEqualTo("old");
      assertThat(checked(cache, before + 1).violations()).isEqualTo(1);
      assertThat(told).containsExactly(new Event.StaleFound("product", "source", KeyHash.of("k")));
    }
  }

  @Test
  void aValueThatAppearedOrVanishedIsFoundToo() {
    Cache<String, @Nullable String> cache = process(fleet.engine, FAR);
    cache.get("k", source::get);
    source.put("k", "v");
    cache.get("k", source::get);
    assertThat(checked(cache, 1).violations()).isEqualTo(1);
    cache.invalidate("k");
    cache.get("k", source::get);
    source.remove("k");
    cache.get("k", source::get);
    assertThat(checked(cache, 2).violations()).isEqualTo(2);
  }

  @Test
  void anInvalidationMayComeALittleAfterTheChange() {
    source.put("k", "old");
    Cache<String, @Nullable String> cache = process(fleet.engine, FAR);
    cache.get("k", source::get);
    source.put("k", "new");
    cache.get("k", source::get);
    // The load of the check has seen the change by now, and waits.
    CompletableFuture<Boolean> soon =
        new CompletableFuture<Boolean>().completeOnTimeout(true, 300, TimeUnit.MILLISECONDS);
    assertThat(soon.join()).isTrue();
    cache.invalidate("k");
    CacheStats stats = checked(cache, 1);
    assertThat(stats.violations()).isZero();
    assertThat(stats.checks()).isEqualTo(1);
  }

  @Test
  void aNearCacheThatIsNotToldOfChangesIsFound() {
    source.put("k", "old");
    Cache<String, @Nullable String> deaf = process(Deaf.of(fleet.engine), NEAR);
    Cache<String, @Nullable String> other = process(fleet.engine, FAR.checked(0));
    deaf.get("k", source::get);
    deaf.get("k", source::get);
    long before = ended(checked(deaf, 1));
    source.put("k", "new");
    other.invalidate("k");
    assertThat(deaf.get("k", source::get)).as("the fault is there").isEqualTo("old");
    assertThat(checked(deaf, before + 1).violations()).isEqualTo(1);
    assertThat(told).containsExactly(new Event.StaleFound("product", "near", KeyHash.of("k")));
  }

  @Test
  void aLoaderThatFailsIsNoViolation() {
    Cache<String, @Nullable String> cache = process(fleet.engine, FAR);
    cache.get("k", key -> "v");
    assertThat(
            cache.get(
                "k",
                key -> {
                  throw new IllegalStateException("broken");
                }))
        .isEqualTo("v");
    CacheStats stats = checked(cache, 1);
    assertThat(stats.skippedChecks()).isEqualTo(1);
    assertThat(stats.violations()).isZero();
    assertThat(stats.loads()).isEqualTo(1);
  }

  @Test
  void moreThanAFewAtOnceAreSkippedAndNobodyWaits() {
    Cache<String, @Nullable String> cache = process(fleet.engine, FAR);
    cache.get("k", key -> "v");
    CompletableFuture<String> held = new CompletableFuture<>();
    for (int i = 0; i < 10; i++) {
      assertThat(cache.get("k", key -> held.join())).isEqualTo("v");
    }
    assertThat(cache.stats().skippedChecks()).isEqualTo(6);
    held.complete("v");
    assertThat(checked(cache, 10).checks()).isEqualTo(4);
  }

  @Test
  void aShareIsCheckedAndNoneUnlessToldSo() {
    Cache<String, @Nullable String> none = process(fleet.engine, FAR.checked(0));
    Cache<String, @Nullable String> some = process(fleet.engine, FAR.checked(0.1));
    for (int i = 0; i < 2_000; i++) {
      none.get("k", key -> "v");
      some.get("k", key -> "v");
    }
    assertThat(ended(none.stats())).isZero();
    // Of 2,000 draws of a tenth fewer than 120 or more than 280 come in one run of a billion.
    assertThat(ended(checked(some, 120))).isBetween(120L, 280L);
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> FAR.checked(wrong)).isInstanceOf(InvalidValueException.class);
    }
  }

  /** Writers that invalidate what they change, and readers of whom each hit may be checked. */
  @Test
  void nothingIsFoundWhereEachChangeIsInvalidated() {
    Run run = run(0);
    assertThat(run.found).as("%s: %s", run, told).isZero();
    assertThat(run.checks).as("%s", run).isGreaterThan(500);
    assertThat(run.writes).as("%s", run).isGreaterThan(20);
  }

  /** The planted fault. */
  @Test
  void theSameRunFindsInvalidationsThatAreForgotten() {
    Run run = run(0.5);
    assertThat(run.found).as("%s", run).isPositive();
    assertThat(told).hasSize((int) run.found);
  }

  /** What came of a run. */
  private record Run(long seed, long checks, long found, long writes) {}

  private Run run(double forgotten) {
    List<Cache<String, @Nullable String>> caches = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      caches.add(process(fleet.engine, NEAR));
    }
    AtomicLong writes = new AtomicLong();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      Random random = new Random(SEED + thread);
      all.add(
          CompletableFuture.runAsync(
              () -> work(caches, random, forgotten, writes, end),
              work -> new Thread(work).start()));
    }
    all.forEach(CompletableFuture::join);
    return new Run(
        SEED,
        caches.stream().mapToLong(cache -> cache.stats().checks()).sum(),
        caches.stream().mapToLong(cache -> cache.stats().violations()).sum(),
        writes.get());
  }

  /** Seldom enough a write that a value is there for longer than its change is given time. */
  private void work(
      List<Cache<String, @Nullable String>> caches,
      Random random,
      double forgotten,
      AtomicLong writes,
      long end) {
    long next = System.nanoTime();
    for (long now = next; now - end < 0; now = System.nanoTime()) {
      String key = "k" + random.nextInt(30);
      Cache<String, @Nullable String> cache = caches.get(random.nextInt(caches.size()));
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
}
