package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Look;
import dev.mainstay.errors.InvalidValueException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is stale is answered where that was allowed, and nowhere else. */
class StaleTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Freshness FRESH = Freshness.of(MINUTE).jitter(0);

  private final Fleet fleet = new Fleet();

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void staleIsAnsweredWhileOneLoadsAnew() {
    Cache<String, @Nullable String> cache = fleet.process(FRESH.staleWhileRevalidate(MINUTE));
    cache.put("k", "old");
    fleet.pass(MINUTE);
    assertThat(cache.look("k")).isEqualTo(new Look.Stale<>("old", MINUTE));
    assertThat(cache.get("k", key -> "new")).isEqualTo("old");
    Awaitility.await()
        .untilAsserted(() -> assertThat(cache.look("k")).isInstanceOf(Look.Fresh.class));
    assertThat(cache.get("k", key -> "none")).isEqualTo("new");
  }

  @Test
  void anInvalidationDuringTheLoadKeepsItFromBeingStored() throws Exception {
    Cache<String, @Nullable String> cache = fleet.process(FRESH.staleWhileRevalidate(MINUTE));
    cache.put("k", "old");
    fleet.pass(MINUTE);
    Held held = new Held("older");
    held.asks(cache).join();
    cache.invalidate("k");
    held.letGo();
    assertThat(cache.get("k", key -> "new")).isEqualTo("new");
    assertThat(cache.get("k", key -> "none")).isEqualTo("new");
  }

  @Test
  void staleIsAnsweredWhereLoadingFails() {
    Cache<String, @Nullable String> cache = fleet.process(FRESH.staleIfError(MINUTE));
    cache.put("k", "old");
    fleet.pass(MINUTE);
    assertThat(cache.get("k", StaleTest::fail)).isEqualTo("old");
    assertThat(cache.get("k", key -> "new")).isEqualTo("new");
    fleet.pass(MINUTE.multipliedBy(2));
    assertThatThrownBy(() -> cache.get("k", StaleTest::fail))
        .isInstanceOf(IllegalStateException.class);
  }

  private static @Nullable String fail(String key) {
    throw new IllegalStateException("the source of " + key + " is down");
  }

  @Test
  void staleIsAnsweredWhereLoadingTakesLongerThanTheSoftTimeout() throws Exception {
    Cache<String, @Nullable String> cache =
        fleet.process(FRESH.staleIfError(MINUTE).softTimeout(Duration.ofMillis(20)));
    cache.put("k", "old");
    fleet.pass(MINUTE);
    Held held = new Held("new");
    CompletableFuture<@Nullable String> answer = held.asks(cache);
    assertThat(answer).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("old");
    held.letGo();
    Awaitility.await()
        .untilAsserted(() -> assertThat(cache.get("k", key -> "none")).isEqualTo("new"));
  }

  @Test
  void whatTookLongToLoadIsLoadedAheadOfItsEnd() throws Exception {
    Cache<String, @Nullable String> cache = fleet.process(FRESH.refreshAhead(100));
    AtomicInteger loads = new AtomicInteger();
    Held slow = new Held("v");
    CompletableFuture<@Nullable String> first = slow.asks(cache);
    Awaitility.await().pollDelay(Duration.ofMillis(50)).until(() -> true);
    slow.letGo();
    first.join();
    fleet.pass(MINUTE.minusMillis(1));
    Awaitility.await()
        .until(
            () -> {
              cache.get("k", key -> "ahead " + loads.incrementAndGet());
              return loads.get() > 0;
            });
    Awaitility.await()
        .untilAsserted(() -> assertThat(cache.get("k", key -> "none")).isEqualTo("ahead 1"));
  }

  @Test
  void everyBoundIsChecked() {
    assertThatThrownBy(() -> Freshness.of(Duration.ZERO))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("freshness.ttl");
    assertThatThrownBy(() -> FRESH.jitter(Double.NaN)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> FRESH.maxBytes(0)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> FRESH.stale(Duration.ofDays(31)))
        .isInstanceOf(InvalidValueException.class);
  }
}
