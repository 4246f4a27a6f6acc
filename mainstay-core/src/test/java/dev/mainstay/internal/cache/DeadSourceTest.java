package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Loader;
import dev.mainstay.errors.LoadFailedException;
import dev.mainstay.events.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a cache asks of a source that fails or hangs, and what it answers meanwhile. */
class DeadSourceTest {
  private static final int KEYS = 100;
  private static final int CALLERS = 1_000;
  private static final int THREADS = 16;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Freshness STALE =
      Freshness.of(MINUTE).jitter(0).staleIfError(Duration.ofHours(1));
  private static final Function<String, SourceBreaker> NEVER =
      cache -> SourceBreaker.never(cache, Listener.NONE, System::nanoTime);

  private final Fleet fleet = new Fleet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger loads = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final CountDownLatch release = new CountDownLatch(1);
  private volatile boolean isDead = true;

  @AfterEach
  void close() {
    release.countDown();
    threads.shutdownNow();
    fleet.close();
  }

  private String load(String key) {
    loads.incrementAndGet();
    if (isDead) {
      throw new IllegalStateException("the source of " + key + " is down");
    }
    return "new";
  }

  /** Stands still until the end of the test. */
  private String hang(String key) throws InterruptedException {
    loads.incrementAndGet();
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
    running.decrementAndGet();
    return key;
  }

  private void stale(Cache<String, @Nullable String> cache) {
    for (int i = 0; i < KEYS; i++) {
      cache.put("k" + i, "old");
    }
    fleet.pass(MINUTE);
  }

  private List<@Nullable String> ask(
      Cache<String, @Nullable String> cache, int callers, int keys, Loader<String, String> loader)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<CompletableFuture<List<@Nullable String>>> all = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                List<@Nullable String> answers = new ArrayList<>();
                for (int i = next.getAndIncrement(); i < callers; i = next.getAndIncrement()) {
                  answers.add(cache.get("k" + i % keys, loader));
                }
                return answers;
              },
              threads));
    }
    List<@Nullable String> answers = new ArrayList<>();
    all.forEach(some -> answers.addAll(some.join()));
    return answers;
  }

  @Test
  void aDeadSourceIsAskedAHandfulOfTimesAndAllAreAnsweredStale() throws Exception {
    Cache<String, @Nullable String> cache = fleet.process(STALE);
    stale(cache);
    List<@Nullable String> answers = ask(cache, CALLERS, KEYS, this::load);
    assertThat(answers).hasSize(CALLERS).containsOnly("old");
    assertThat(loads.get()).isBetween(10, 10 + THREADS + 5); // 11 to 19, where it was measured;
  }

  @Test
  void withoutABreakerItIsAskedByEveryCaller() throws Exception {
    Cache<String, @Nullable String> cache = fleet.process(STALE, NEVER);
    stale(cache);
    List<@Nullable String> answers = ask(cache, CALLERS, KEYS, this::load);
    assertThat(answers).hasSize(CALLERS).containsOnly("old");
    assertThat(loads.get()).isGreaterThan(CALLERS / 2);
  }

  @Test
  void oneStaleKeyAloneIsAskedAHandfulOfTimes() throws Exception {
    Cache<String, @Nullable String> cache = fleet.process(STALE);
    stale(cache);
    assertThat(ask(cache, CALLERS, 1, this::load)).containsOnly("old");
    // Three failures in a row, and who had begun by then; who meets shares one.
    assertThat(loads.get()).isBetween(1, 3 + THREADS);
  }

  @Test
  void itIsTheSameWhereManyAreAskedForAtOnce() {
    Cache<String, @Nullable String> cache = fleet.process(STALE);
    stale(cache);
    for (int i = 0; i < 10; i++) {
      assertThat(cache.getAll(List.of("k1"), this::loadAll)).isEqualTo(Map.of("k1", "old"));
    }
    assertThat(loads).hasValue(3);
    isDead = false;
    assertThat(cache.getAll(List.of("k2"), this::loadAll)).isEqualTo(Map.of("k2", "new"));
    assertThat(cache.getAll(List.of("k1"), this::loadAll)).isEqualTo(Map.of("k1", "old"));
  }

  private Map<String, @Nullable String> loadAll(Set<String> keys) {
    String key = keys.iterator().next();
    return Map.of(key, load(key));
  }

  @Test
  void itIsTheSameWhereStaleValuesAreLoadedAnewAside() throws Exception {
    Cache<String, @Nullable String> cache = fleet.process(STALE.stale(Duration.ofHours(1)));
    stale(cache);
    assertThat(ask(cache, CALLERS, KEYS, this::load)).containsOnly("old");
    // What was under way aside when it opened, one of each key, may still come to its turn.
    assertThat(loads.get()).isBetween(10, KEYS + 10);
    int before = loads.get();
    assertThat(ask(cache, CALLERS, KEYS, this::load)).containsOnly("old");
    assertThat(loads.get() - before).isLessThanOrEqualTo(KEYS);
  }

  @Test
  void onceItIsBackTheCacheFindsOutWithinAboutASecond() throws Exception {
    Cache<String, @Nullable String> cache = fleet.process(STALE);
    stale(cache);
    ask(cache, CALLERS, KEYS, this::load);
    isDead = false;
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> {
              ask(cache, KEYS, KEYS, this::load);
              return "new".equals(cache.get("k1", this::load));
            });
    int before = loads.get();
    ask(cache, KEYS, KEYS, this::load);
    assertThat(ask(cache, KEYS, KEYS, this::load)).containsOnly("new");
    assertThat(loads.get() - before).isLessThanOrEqualTo(KEYS);
  }

  @Test
  void whoHasNothingStaleIsNotFailedByTheBreaker() throws Exception {
    Cache<String, @Nullable String> cache = fleet.process(STALE);
    stale(cache);
    ask(cache, CALLERS, KEYS, this::load);
    assertThatThrownBy(() -> cache.get("none", this::load))
        .isInstanceOf(IllegalStateException.class);
    assertThat(cache.get("other", key -> "v")).isEqualTo("v");
    isDead = false;
    // That one load succeeded closed it.
    assertThat(cache.get("k1", this::load)).isEqualTo("new");
  }

  @Test
  void whoHasNothingStaleLoadsAmongFewAndEndsWithTheHardTimeout() throws Exception {
    Cache<String, @Nullable String> cache =
        fleet.process(STALE.hardTimeout(Duration.ofMillis(300)));
    stale(cache);
    ask(cache, CALLERS, KEYS, this::load);
    List<CompletableFuture<@Nullable String>> asking = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String key = "none" + i;
      asking.add(CompletableFuture.supplyAsync(() -> cache.get(key, this::hang), threads));
    }
    Awaitility.await().until(() -> running.get() == SourceBreaker.FEW);
    List<Throwable> failed = new ArrayList<>();
    Awaitility.await()
        .until(() -> asking.stream().filter(CompletableFuture::isDone).count() >= 40 - 16);
    asking.stream().filter(CompletableFuture::isDone).forEach(one -> failed.add(failure(one)));
    assertThat(failed).allMatch(LoadFailedException.class::isInstance);
    assertThat(failed).anyMatch(why -> why.getMessage().contains("waited for its turn"));
    assertThat(most.get()).isLessThanOrEqualTo(2 * SourceBreaker.FEW);
  }

  @Test
  void aSourceThatHangsIsAskedBySoManyAtATime() throws Exception {
    Cache<String, @Nullable String> cache = fleet.process(STALE.hardTimeout(MINUTE));
    stale(cache);
    for (int i = 0; i < SourceBreaker.MOST; i++) {
      String key = "k" + i;
      threads.execute(() -> cache.get(key, this::hang));
    }
    Awaitility.await().until(() -> running.get() == SourceBreaker.MOST);
    for (int i = 0; i < KEYS; i++) {
      if (i >= SourceBreaker.MOST) {
        assertThat(cache.get("k" + i, this::hang)).isEqualTo("old");
      }
    }
    assertThat(loads).hasValue(SourceBreaker.MOST);
  }

  private static Throwable failure(CompletableFuture<?> one) {
    try {
      one.join();
    } catch (CompletionException failed) {
      Throwable cause = failed.getCause();
      return cause == null ? failed : cause;
    }
    throw new AssertionError("it was answered");
  }
}
