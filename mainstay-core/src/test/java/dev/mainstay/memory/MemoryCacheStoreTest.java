package dev.mainstay.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Stored;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the contract leaves to an engine: the millisecond, the lock, and what is kept. */
class MemoryCacheStoreTest {
  private static final EntryKey KEY = new EntryKey("web", "users", "ada");
  private static final Duration LIFE = Duration.ofMillis(1_000);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Entry ENTRY = Entry.of(new byte[1], 1, 0, LIFE);

  private final ManualClock clock = new ManualClock(Instant.ofEpochMilli(1_800_000_000_000L));
  private final MemoryCacheStore store = new MemoryCacheStore(clock);

  @Test
  void whatIsThereLapsesWhenItsMillisecondIsOver() {
    List<Runnable> all =
        List.of(
            () -> now(store.put(KEY, ENTRY, LIFE)),
            () -> now(store.acquire(KEY, LIFE)),
            () -> now(store.begin(KEY, 1, LIFE)));
    for (Runnable one : all) {
      one.run();
      Stored there = now(store.get(KEY));
      clock.advance(LIFE);
      assertThat(now(store.get(KEY))).isEqualTo(there);
      clock.advance(Duration.ofMillis(1));
      assertThat(now(store.get(KEY))).isEqualTo(Stored.ABSENT);
    }
  }

  @Test
  void aRefreshKeepsOthersOffUntilItsMillisecondIsOver() {
    now(store.put(KEY, ENTRY, LONG));
    long stamp = ((Stored.Value) now(store.get(KEY))).stamp();
    assertThat(now(store.refresh(KEY, stamp, LIFE))).isPresent();
    clock.advance(LIFE);
    assertThat(now(store.refresh(KEY, stamp, LIFE))).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(now(store.refresh(KEY, stamp, LIFE))).isPresent();
  }

  @Test
  void whoWaitsIsAnsweredAsSoonAsSomebodySeesThatTheLeaseLapsed() {
    now(store.acquire(KEY, LONG));
    CompletableFuture<Stored> waits = store.await(KEY, LONG).toCompletableFuture();
    clock.advance(LONG.plusMillis(1));
    assertThat(waits).isNotDone();
    Stored.Vacant next = (Stored.Vacant) now(store.acquire(KEY, LONG));
    assertThat(waits).isCompletedWithValue(Stored.ABSENT);
    assertThat(now(store.fill(KEY, next.ticket(), ENTRY, LIFE))).isTrue();
  }

  @Test
  void whoWaitsIsAnsweredByATimerWhereNobodyLooks() {
    CacheStore ticking = MemoryEngine.create().cache();
    now(ticking.acquire(KEY, Duration.ofMillis(100)));
    CompletableFuture<Stored> waits = ticking.await(KEY, LONG).toCompletableFuture();
    await().until(waits::isDone);
    assertThat(waits).isCompletedWithValue(Stored.ABSENT);
  }

  @Test
  void whoWaitsIsAnsweredOutsideTheLock() {
    now(store.acquire(KEY, LONG));
    CompletionStage<Stored> seenByAnother =
        store
            .await(KEY, LONG)
            .thenApply(any -> CompletableFuture.supplyAsync(() -> now(store.get(KEY))).join());
    now(store.put(KEY, ENTRY, LIFE));
    assertThat(now(seenByAnother)).isEqualTo(now(store.get(KEY)));
  }

  @Test
  void whatLapsedIsForgottenThoughNobodyAsksForIt() {
    for (int i = 0; i < 20_000; i++) {
      now(store.put(new EntryKey("web", "users", "key " + i), ENTRY, LIFE));
      clock.advance(Duration.ofMillis(10));
    }
    assertThat(store.size()).isLessThan(3_000);
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
