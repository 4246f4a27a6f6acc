package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Caches;
import dev.mainstay.cache.Freshness;
import dev.mainstay.codec.Codec;
import dev.mainstay.events.Event;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a cache whose source hangs does to another, whose source is well. */
class NeighbourTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Freshness FRESH = Freshness.of(MINUTE).jitter(0);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T00:00:00Z"));
  private final List<Event> told = new CopyOnWriteArrayList<>();
  private final CachesRoot root = new CachesRoot(MemoryEngine.on(clock), told::add);
  private final Caches caches = root.caches("web");
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger hanging = new AtomicInteger();

  @AfterEach
  void close() {
    release.countDown();
    root.close();
  }

  private static void fill(Cache<String, String> cache) {
    for (int i = 0; i < 20; i++) {
      cache.put("k" + i, "old");
    }
  }

  /** All threads that load for nobody are busy with a source that hangs. */
  private void hang() {
    Cache<String, String> ill =
        caches.cache("ill", FRESH.staleWhileRevalidate(Duration.ofHours(1)), Codec.TEXT);
    fill(ill);
    clock.advance(MINUTE);
    for (int i = 0; i < 16; i++) {
      ill.get(
          "k" + i,
          key -> {
            hanging.incrementAndGet();
            assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
            return "new";
          });
    }
    Awaitility.await().until(() -> hanging.get() == 16);
  }

  @Test
  void loadsThatNeverBeganSayNothingOfTheirSource() {
    Cache<String, String> well =
        caches.cache(
            "well",
            FRESH.stale(Duration.ofHours(1)).hardTimeout(Duration.ofMillis(100)),
            Codec.TEXT);
    fill(well);
    hang();
    for (int i = 0; i < 20; i++) {
      assertThat(well.get("k" + i, key -> "new")).isEqualTo("old");
    }
    Awaitility.await()
        .during(Duration.ofMillis(400))
        .untilAsserted(() -> assertThat(told).noneMatch(Event.SourceChanged.class::isInstance));
  }

  @Test
  void whoWaitsForHisTurnGetsItThoughThreadsHang() throws Exception {
    hang();
    Cache<String, String> well =
        caches.cache("well", FRESH.staleIfError(MINUTE).hardTimeout(MINUTE), Codec.TEXT);
    CountDownLatch go = new CountDownLatch(1);
    List<CompletableFuture<String>> all = new ArrayList<>();
    for (int i = 0; i < SourceBreaker.MOST + 8; i++) {
      String key = "n" + i;
      all.add(
          CompletableFuture.supplyAsync(
              () ->
                  well.get(
                      key,
                      any -> {
                        assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
                        return "new";
                      }),
              work -> new Thread(work).start()));
    }
    Awaitility.await().until(() -> told.stream().anyMatch(Event.SourceChanged.class::isInstance));
    go.countDown();
    all.forEach(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("new"));
  }
}
