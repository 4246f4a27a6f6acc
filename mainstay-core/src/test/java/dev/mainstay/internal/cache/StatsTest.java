package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.CacheStats;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Offer;
import dev.mainstay.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each question for a value is counted once, as what it was. */
class StatsTest {
  private static final Freshness MINUTE = Freshness.of(Duration.ofMinutes(1)).jitter(0);

  private final Fleet fleet = new Fleet();

  @AfterEach
  void close() {
    fleet.close();
  }

  private static long questions(CacheStats stats) {
    return stats.nearHits() + stats.hits() + stats.staleServed() + stats.misses();
  }

  @Test
  void aMissLoadsAndThenThereAreHits() {
    Cache<String, @Nullable String> cache = fleet.process(MINUTE.near(10));
    for (int i = 0; i < 5; i++) {
      cache.get("k", key -> "v");
    }
    CacheStats stats = cache.stats();
    assertThat(stats.misses()).isEqualTo(1);
    assertThat(stats.hits()).as("the one that is kept near").isEqualTo(1);
    assertThat(stats.nearHits()).isEqualTo(3);
    assertThat(stats.loads()).isEqualTo(1);
    cache.look("k");
    cache.admin().inspect("k");
    assertThat(cache.stats()).isEqualTo(stats);
  }

  @Test
  void aStaleAnswerIsNeitherHitNorMiss() {
    Cache<String, @Nullable String> cache =
        fleet.process(MINUTE.staleWhileRevalidate(Duration.ofMinutes(1)));
    cache.get("k", key -> "old");
    fleet.pass(Duration.ofSeconds(61));
    assertThat(cache.get("k", key -> "new")).isEqualTo("old");
    assertThat(cache.stats().staleServed()).isEqualTo(1);
    assertThat(cache.stats().misses()).isEqualTo(1);
    assertThat(cache.stats().hits()).isZero();
  }

  @Test
  void whatIsStaleAndAnsweredBecauseLoadingFailedIsStale() {
    Cache<String, @Nullable String> cache =
        fleet.process(MINUTE.staleIfError(Duration.ofMinutes(1)));
    cache.get("k", key -> "old");
    fleet.pass(Duration.ofSeconds(61));
    assertThat(cache.get("k", StatsTest::broken)).isEqualTo("old");
    assertThatThrownBy(() -> cache.get("other", StatsTest::broken))
        .isInstanceOf(IllegalStateException.class);
    CacheStats stats = cache.stats();
    assertThat(stats.staleServed()).isEqualTo(1);
    assertThat(stats.misses()).isEqualTo(2);
    assertThat(stats.loads()).isEqualTo(3);
    assertThat(stats.loadFailures()).isEqualTo(2);
  }

  private static @Nullable String broken(String key) {
    throw new IllegalStateException("the source of " + key + " is broken");
  }

  @Test
  void aFillThatAnInvalidationRefusedIsCounted() throws InterruptedException {
    Cache<String, @Nullable String> cache = fleet.process(MINUTE);
    Held slow = new Held("old");
    CompletableFuture<@Nullable String> reader = slow.asks(cache);
    cache.invalidate("k");
    slow.letGo();
    assertThat(reader.join()).isEqualTo("old");
    assertThat(cache.stats().refusedFills()).isEqualTo(1);
    cache.get("k", key -> "new");
    assertThat(cache.stats().refusedFills()).isEqualTo(1);
  }

  @Test
  void aFillWhoseTagMovedIsRefusedToo() {
    Cache<String, @Nullable String> cache = fleet.process(MINUTE);
    cache.getLoaded(
        "k",
        key -> {
          CompletableFuture.runAsync(() -> cache.invalidateTags(List.of("t"))).join();
          return Loaded.<@Nullable String>of("old").tags("t");
        });
    assertThat(cache.stats().refusedFills()).isEqualTo(1);
  }

  @Test
  void anEntryOfAnotherSchemaIsRejected() {
    Cache<String, @Nullable String> cache = fleet.process(MINUTE);
    fleet.process(MINUTE, new Later()).get("k", key -> "later");
    assertThat(cache.get("k", key -> "v")).isEqualTo("v");
    assertThat(cache.stats().rejected()).isEqualTo(1);
    assertThat(cache.stats().misses()).isEqualTo(1);
  }

  /** Text of another schema. */
  private static final class Later implements Codec<String> {
    @Override
    public int schema() {
      return 200;
    }

    @Override
    public byte[] encode(String value) {
      return Codec.TEXT.encode(value);
    }

    @Override
    public String decode(byte[] bytes) {
      return Codec.TEXT.decode(bytes);
    }
  }

  @Test
  void whatDoesNotFitNearIsCounted() {
    Cache<String, @Nullable String> cache = fleet.process(MINUTE.near(10));
    for (int i = 0; i < 100; i++) {
      cache.get("k" + i, key -> key);
      cache.get("k" + i, key -> key);
    }
    assertThat(cache.stats().nearEvictions()).isEqualTo(90);
  }

  @Test
  void theStepsOfALoadCountTheSame() {
    Cache<String, @Nullable String> cache = fleet.process(MINUTE);
    Offer.Leased<@Nullable String> offer =
        (Offer.Leased<@Nullable String>) cache.steps().lookOrLease("k", Duration.ZERO);
    cache.steps().look("k");
    assertThat(cache.stats().misses()).isEqualTo(2);
    cache.steps().fill("k", offer.lease(), Loaded.of("v"));
    cache.steps().fill("k", offer.lease(), Loaded.of("again"));
    cache.steps().look("k");
    cache.steps().lookOrLease("k", Duration.ZERO);
    CacheStats stats = cache.stats();
    assertThat(stats.hits()).isEqualTo(2);
    assertThat(stats.loads()).isEqualTo(2);
    assertThat(stats.refusedFills()).isEqualTo(1);
  }

  /** Whatever happens to them: hits, misses, waits, failures, silence. */
  @Test
  void eachOfManyQuestionsCountsOnce() {
    Cache<String, @Nullable String> cache =
        fleet.process(MINUTE.stale(Duration.ofMinutes(1)).near(10));
    int threads = 8;
    int each = 500;
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      Random random = new Random(thread);
      all.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < each; i++) {
                  ask(cache, random);
                }
              },
              work -> new Thread(work).start()));
    }
    all.forEach(CompletableFuture::join);
    CacheStats stats = cache.stats();
    assertThat(questions(stats)).isEqualTo((long) threads * each);
    assertThat(List.of(stats.nearHits(), stats.hits(), stats.staleServed(), stats.misses()))
        .as("each of them happened: %s", stats)
        .doesNotContain(0L);
  }

  private void ask(Cache<String, @Nullable String> cache, Random random) {
    String key = "k" + random.nextInt(20);
    switch (random.nextInt(12)) {
      case 0 -> cache.invalidate(key);
      case 1 -> fleet.pass(Duration.ofSeconds(random.nextInt(20)));
      case 2 -> fleet.engine.silent = random.nextInt(3) == 0;
      default -> {}
    }
    try {
      cache.get(key, any -> random.nextInt(5) == 0 ? broken(any) : any);
    } catch (IllegalStateException expected) {
      // Some loads fail.
    }
  }
}
