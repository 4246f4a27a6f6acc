package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.cache.BatchLoader;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Look;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.LoadFailedException;
import dev.mainstay.spi.EntryKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many keys at once: each as if asked for alone, and loaded together. */
class BatchTest {
  private static final Duration SECONDS = Duration.ofSeconds(20);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Freshness FRESH = Freshness.of(MINUTE).jitter(0);

  private final Fleet fleet = new Fleet();
  private final Cache<String, @Nullable String> cache = fleet.process(FRESH);

  /** The keys of each load. */
  private final List<List<String>> loads = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    fleet.close();
  }

  private Map<String, @Nullable String> load(Set<String> keys) {
    loads.add(List.copyOf(keys));
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    keys.forEach(key -> values.put(key, "loaded " + key));
    return values;
  }

  private static List<String> keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> "k" + i).toList();
  }

  private static CompletableFuture<Map<String, @Nullable String>> ask(
      Cache<String, @Nullable String> cache,
      List<String> keys,
      BatchLoader<String, @Nullable String> loader) {
    return CompletableFuture.supplyAsync(
        () -> cache.getAll(keys, loader), work -> new Thread(work).start());
  }

  @Test
  void whatIsMissingIsLoadedAtOnceAndOnTheThreadThatAsks() {
    cache.put("b", "stored");
    Thread[] loader = new Thread[1];
    Map<String, @Nullable String> all =
        cache.getAll(
            List.of("a", "b", "c", "a"),
            keys -> {
              loader[0] = Thread.currentThread();
              return load(keys);
            });
    assertThat(new ArrayList<>(all.entrySet()))
        .isEqualTo(
            List.of(
                Map.entry("a", "loaded a"), Map.entry("b", "stored"), Map.entry("c", "loaded c")));
    assertThat(loads).containsExactly(List.of("a", "c"));
    assertThat(loader[0]).isSameAs(Thread.currentThread());
    assertThat(cache.getAll(List.of("c", "a"), this::load).keySet()).containsExactly("c", "a");
    assertThat(loads).hasSize(1);
    assertThat(cache.getAll(List.of(), this::load)).isEmpty();
  }

  @Test
  void aKeyThatTheLoaderLeavesOutHasNoValue() {
    Cache<String, @Nullable String> remembers = fleet.process(FRESH.absent(MINUTE));
    for (int i = 0; i < 2; i++) {
      Map<String, @Nullable String> all =
          remembers.getAll(
              List.of("a", "b"),
              keys -> {
                loads.add(List.copyOf(keys));
                return Map.of("b", "v", "other", "ignored");
              });
      assertThat(all).isEqualTo(Map.of("b", "v"));
    }
    assertThat(loads).hasSize(1);
    assertThat(remembers.look("other")).isInstanceOf(Look.Absent.class);
  }

  @Test
  void whatTheLoaderThrowsReachesWhoAsksAndNothingStaysLeased() {
    cache.put("hit", "v");
    assertThatThrownBy(
            () ->
                cache.getAll(
                    List.of("hit", "a"),
                    keys -> {
                      throw new IllegalStateException("db");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("db");
    assertThatThrownBy(
            () ->
                cache.getAll(
                    List.of("a", "b"),
                    keys -> {
                      throw new IOException("net");
                    }))
        .isInstanceOf(LoadFailedException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThat(cache.getAll(List.of("hit", "a", "b"), this::load)).hasSize(3);
    assertThat(loads).containsExactly(List.of("a", "b"));
  }

  @Test
  @SuppressWarnings("NullAway") // what is not allowed
  void aLoaderThatAnswersNoStageFailsWhoAsks() {
    assertThat(cache.async().getAll(List.of("a", "b"), keys -> null))
        .failsWithin(SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(NullPointerException.class)
        .withMessageContaining("CompletionStage");
    assertThat(cache.getAll(List.of("a", "b"), this::load)).hasSize(2);
  }

  @Test
  void whereTooManyWaitItsKeysFailAndThoseAfterThemAreLoaded() {
    Gate gate = new Gate("product", () -> 1);
    for (int i = 0; i <= Gate.MOST_WAITING; i++) {
      gate.through(CompletableFuture<String>::new);
    }
    try (Workers workers = new Workers()) {
      Many<String, @Nullable String> many =
          Many.of(keys -> CompletableFuture.completedFuture(load(keys)));
      Batch<String, @Nullable String> batch =
          new Batch<>("product", many, new Batch.Means(null, new Pipeline(), workers));
      Batch<String, @Nullable String>.One one = batch.of("a", new EntryKey("web", "product", "a"));
      batch.looked();
      assertThat(one.direct(gate, () -> {}))
          .failsWithin(SECONDS)
          .withThrowableThat()
          .withCauseInstanceOf(LoadFailedException.class)
          .withMessageContaining("wait for their turn");
      assertThat(one.here())
          .succeedsWithin(SECONDS)
          .isEqualTo(Loaded.<@Nullable String>of("loaded a"));
    }
  }

  @Test
  void keysThatAnotherLoadsAreWaitedForByNobodyElse() throws Exception {
    Held held = new Held("his");
    CompletableFuture<@Nullable String> other = held.asks(fleet.process(FRESH));
    var mine = ask(cache, List.of("k", "x"), this::load);
    Awaitility.await().untilAsserted(() -> assertThat(loads).containsExactly(List.of("x")));
    Awaitility.await()
        .untilAsserted(() -> assertThat(cache.look("x")).isInstanceOf(Look.Fresh.class));
    assertThat(mine).isNotDone();
    held.letGo();
    assertThat(mine).succeedsWithin(SECONDS).isEqualTo(Map.of("k", "his", "x", "loaded x"));
    assertThat(other).succeedsWithin(SECONDS).isEqualTo("his");
  }

  @Test
  void whatAnotherFailedToBringIsLoadedLater() throws Exception {
    CountDownLatch fails = new CountDownLatch(1);
    CompletableFuture<@Nullable String> other =
        Held.ask(
            fleet.process(FRESH),
            key -> {
              fails.await();
              throw new IllegalStateException("db");
            });
    Awaitility.await().until(() -> fleet.leased("k"));
    var mine = ask(cache, List.of("k", "x"), this::load);
    Awaitility.await().untilAsserted(() -> assertThat(loads).containsExactly(List.of("x")));
    fails.countDown();
    assertThat(other).failsWithin(SECONDS);
    assertThat(mine).succeedsWithin(SECONDS).isEqualTo(Map.of("k", "loaded k", "x", "loaded x"));
    assertThat(loads).containsExactly(List.of("x"), List.of("k"));
  }

  @Test
  void twoThatAskForTheSameInOppositeOrderDoNotWaitForEachOther() {
    List<String> keys = new ArrayList<>(keys(50));
    List<String> reversed = new ArrayList<>(keys);
    Collections.reverse(reversed);
    Cache<String, @Nullable String> other = fleet.process(FRESH);
    for (int round = 0; round < 100; round++) {
      loads.clear();
      List<CompletableFuture<Map<String, @Nullable String>>> all = new ArrayList<>();
      for (Cache<String, @Nullable String> one : List.of(cache, other)) {
        all.add(ask(one, keys, this::load));
        all.add(ask(one, reversed, this::load));
      }
      all.forEach(
          one -> assertThat(one).succeedsWithin(SECONDS).extracting(Map::size).isEqualTo(50));
      assertThat(loads.stream().flatMap(List::stream)).hasSize(50).doesNotHaveDuplicates();
      cache.invalidateAll();
    }
  }

  @Test
  void whatIsInvalidatedDuringTheLoadIsNotStored() {
    Map<String, @Nullable String> all =
        cache.getAll(
            List.of("a", "b"),
            keys -> {
              CompletableFuture.runAsync(() -> cache.invalidate("a")).join();
              return load(keys);
            });
    assertThat(all).hasSize(2);
    assertThat(cache.look("a")).isInstanceOf(Look.Absent.class);
    assertThat(cache.look("b")).isInstanceOf(Look.Fresh.class);
  }

  @Test
  void aSilentStoreIsNoReasonToLoadMoreThanOnce() {
    fleet.engine.silent = true;
    assertThat(cache.getAll(keys(500), this::load)).hasSize(500);
    assertThat(loads).hasSize(1);
  }

  @Test
  void whatIsStaleIsAnsweredAndLoadedAnewTogether() {
    Cache<String, @Nullable String> stale = fleet.process(FRESH.staleWhileRevalidate(MINUTE));
    keys(100).forEach(key -> stale.put(key, "old"));
    fleet.pass(MINUTE);
    assertThat(stale.getAll(keys(100), this::load).values()).containsOnly("old");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(keys(100))
                    .allMatch(key -> stale.look(key) instanceof Look.Fresh<@Nullable String>));
    assertThat(loads).hasSize(1);
  }

  @Test
  void whereLoadingFailsWhatIsStaleIsAnswered() {
    Cache<String, @Nullable String> stale = fleet.process(FRESH.staleIfError(MINUTE));
    List.of("a", "b").forEach(key -> stale.put(key, "old"));
    fleet.pass(MINUTE);
    Map<String, @Nullable String> all =
        stale.getAll(
            List.of("a", "b"),
            keys -> {
              loads.add(List.copyOf(keys));
              throw new IllegalStateException("db");
            });
    assertThat(all).isEqualTo(Map.of("a", "old", "b", "old"));
    assertThat(loads).containsExactly(List.of("a", "b"));
  }

  /** A key alone is left alone after three failures in a row. */
  @Test
  void thatManyFailedTogetherIsHeldAgainstNoneOfThem() {
    Cache<String, @Nullable String> stale = fleet.process(FRESH.staleIfError(MINUTE));
    List.of("a", "b").forEach(key -> stale.put(key, "old"));
    fleet.pass(MINUTE);
    for (int i = 0; i < 3; i++) {
      stale.getAll(
          List.of("a", "b"),
          keys -> {
            throw new IllegalStateException("db");
          });
    }
    assertThat(stale.get("a", key -> "new")).isEqualTo("new");
  }

  @Test
  void aLoadEndsForWhoWaitsAfterTheHardTimeout() {
    Cache<String, @Nullable String> impatient =
        fleet.process(FRESH.hardTimeout(Duration.ofMillis(100)));
    CompletableFuture<Map<String, @Nullable String>> never = new CompletableFuture<>();
    assertThat(impatient.async().getAll(List.of("a", "b"), keys -> never))
        .failsWithin(SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(LoadFailedException.class)
        .withMessageContaining("PT0.1S");
  }

  @Test
  void nearHitsAskNobody() {
    Cache<String, @Nullable String> near = fleet.process(FRESH.near(1_000));
    near.putAll(Map.of("a", "v", "b", "w"));
    near.getAll(List.of("a", "b"), this::load);
    int asked = fleet.engine.asked.get();
    assertThat(near.getAll(List.of("b", "a"), this::load)).isEqualTo(Map.of("a", "v", "b", "w"));
    assertThat(fleet.engine.asked).hasValue(asked);
    assertThat(loads).isEmpty();
  }

  @Test
  void tenThousandAreLoadedAtOnceAndMoreAreRefused() throws Exception {
    var all = ask(cache, keys(Cache.MOST_AT_ONCE), this::load).get(60, TimeUnit.SECONDS);
    assertThat(all).hasSize(Cache.MOST_AT_ONCE);
    assertThat(loads).hasSize(1);
    assertThat(cache.getAll(keys(Cache.MOST_AT_ONCE), this::load)).isEqualTo(all);
    assertThat(loads).hasSize(1);
    assertThatThrownBy(() -> cache.getAll(keys(Cache.MOST_AT_ONCE + 1), this::load))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("10001");
  }

  @Test
  void whatIsPutTogetherIsStoredEachAsByItself() throws Exception {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    keys(Cache.MOST_AT_ONCE).forEach(key -> values.put(key, "put"));
    Held held = new Held("older");
    values.put("k", "put");
    values.remove("k0");
    CompletableFuture<@Nullable String> loading = held.asks(cache);
    cache.putAll(values);
    held.letGo();
    assertThat(loading).succeedsWithin(SECONDS).isEqualTo("older");
    assertThat(cache.getAll(values.keySet(), this::load)).isEqualTo(values);
    assertThat(loads).isEmpty();
    values.put("k0", "one more");
    assertThatThrownBy(() -> cache.putAll(values)).isInstanceOf(InvalidValueException.class);
    assertThat(cache.look("k0")).isInstanceOf(Look.Absent.class);
  }

  @Test
  void whatCannotBeWrittenKeepsAllFromBeingPut() {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    values.put("a", "v");
    values.put("x".repeat(513), "v");
    assertThatThrownBy(() -> cache.putAll(values)).isInstanceOf(InvalidValueException.class);
    assertThat(cache.look("a")).isInstanceOf(Look.Absent.class);
  }
}
