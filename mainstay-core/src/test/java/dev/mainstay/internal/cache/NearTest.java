package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Intent;
import dev.mainstay.cache.Invalidated;
import dev.mainstay.cache.Loaded;
import dev.mainstay.codec.Codec;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.events.Listener;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.near.Near;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept near is answered without asking anybody, and never after it was changed. */
class NearTest {
  private static final Freshness MINUTE =
      Freshness.of(Duration.ofMinutes(1)).jitter(0).absent(Duration.ofMinutes(1)).near(100);

  private final Fleet fleet = new Fleet();
  private final Cache<String, @Nullable String> here = fleet.process(MINUTE);
  private final Cache<String, @Nullable String> there = fleet.process(MINUTE);

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void aMissAndAReadAndThenNobodyIsAsked() {
    for (String key : List.of("k", "absent")) {
      String value = key.equals("k") ? "v" : null;
      assertThat(here.get(key, any -> value)).isEqualTo(value);
      assertThat(here.get(key, any -> "never")).isEqualTo(value);
      assertAsksNobody(() -> assertThat(here.get(key, any -> "never")).isEqualTo(value));
      assertAsksNobody(
          () -> assertThat(here.getLoaded(key, any -> Loaded.of("never"))).isEqualTo(value));
    }
    assertAsksNobody(() -> assertThat(asynchronously("k")).isEqualTo("v"));
  }

  private @Nullable String asynchronously(String key) {
    return here.async().get(key, any -> null).toCompletableFuture().join();
  }

  private void assertAsksNobody(Runnable read) {
    int before = fleet.engine.asked.get();
    read.run();
    assertThat(fleet.engine.asked).hasValue(before);
  }

  private void near(String key, String value) {
    for (Cache<String, @Nullable String> cache : List.of(here, there)) {
      cache.get(key, any -> value);
      assertThat(cache.get(key, any -> "never")).isEqualTo(value);
      assertAsksNobody(() -> cache.get(key, any -> "never"));
    }
  }

  @Test
  void whateverChangesAKeyIsSeenByAllAtOnce() {
    List<Runnable> changes =
        List.of(
            () -> here.invalidate("k"),
            () -> here.invalidate(List.of("j", "k")),
            () -> here.invalidateEverywhere(List.of("k")),
            () -> here.invalidatePrefix("k"),
            here::invalidateAll,
            () -> here.put("k", "new"),
            () -> here.intend(List.of("k")).close());
    for (Runnable change : changes) {
      near("k", "old");
      change.run();
      assertThat(here.get("k", key -> "new")).isEqualTo("new");
      assertThat(there.get("k", key -> "new")).isEqualTo("new");
      here.invalidate("k");
    }
  }

  @Test
  void nothingIsKeptWhileTheSourceIsWritten() {
    near("k", "old");
    Intent intent = there.intend(List.of("k"));
    assertThat(here.get("k", key -> "uncommitted")).isEqualTo("uncommitted");
    assertThat(here.get("k", key -> "new")).isEqualTo("new");
    intent.close();
  }

  @Test
  void itEndsWithTheTimeOfWhatIsStored() {
    near("k", "old");
    fleet.pass(Duration.ofMinutes(1).minusMillis(1));
    assertAsksNobody(() -> assertThat(here.get("k", key -> "new")).isEqualTo("old"));
    fleet.pass(Duration.ofMillis(2));
    assertThat(here.get("k", key -> "new")).isEqualTo("new");
  }

  @Test
  void whatIsLoadedAheadIsReadFromTheStoreBefore() {
    Cache<String, @Nullable String> eager = fleet.process(MINUTE.refreshAhead(100));
    eager.get("k", key -> slowly("old"));
    eager.get("k", key -> "never");
    fleet.pass(Duration.ofMinutes(1).minusMillis(1));
    Awaitility.await().until(() -> "new".equals(eager.get("k", key -> "new")));
  }

  /** A load time is that of the wall. */
  private static @Nullable String slowly(String value) {
    return new CompletableFuture<String>()
        .completeOnTimeout(value, 100, TimeUnit.MILLISECONDS)
        .join();
  }

  @Test
  void aTagIsAskedForOnceAndEndsWhatHasIt() {
    for (Cache<String, @Nullable String> cache : List.of(here, there)) {
      cache.getLoaded("k", key -> tagged("v"));
      cache.getLoaded("other", key -> tagged("w"));
      cache.get("k", key -> "never");
    }
    assertAsksNobody(() -> assertThat(here.get("k", key -> "never")).isEqualTo("v"));
    int before = fleet.engine.asked.get();
    assertThat(here.get("other", key -> "never")).isEqualTo("w");
    assertThat(fleet.engine.asked).as("the entry alone").hasValue(before + 1);
    here.invalidateTags(List.of("u"));
    assertThat(there.getLoaded("k", key -> tagged("new"))).isEqualTo("new");
    assertThat(here.getLoaded("k", key -> tagged("never"))).isEqualTo("new");
    assertThat(here.getLoaded("other", key -> tagged("new"))).isEqualTo("new");
  }

  private static Loaded<@Nullable String> tagged(String value) {
    return Loaded.<@Nullable String>of(value).tags("t", "u");
  }

  @Test
  void anInvalidationThatFellIntoSilenceEndsItHere() {
    near("k", "old");
    fleet.engine.silent = true;
    assertAsksNobody(() -> assertThat(here.get("k", key -> "new")).isEqualTo("old"));
    assertThat(here.invalidateEverywhere(List.of("k"))).isInstanceOf(Invalidated.Queued.class);
    assertThat(here.get("k", key -> "new")).isEqualTo("new");
    fleet.engine.silent = false;
    Awaitility.await()
        .untilAsserted(() -> assertThat(there.get("k", key -> "new")).isEqualTo("new"));
  }

  @Test
  void moreThanItKeepsAreReadAgain() {
    Cache<String, @Nullable String> few = fleet.process(MINUTE.near(10));
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100; i++) {
        assertThat(few.get("k" + i, key -> key)).isEqualTo("k" + i);
      }
    }
    int before = fleet.engine.asked.get();
    for (int i = 0; i < 100; i++) {
      few.get("k" + i, key -> key);
    }
    assertThat(fleet.engine.asked.get() - before).isBetween(80, 100);
  }

  @Test
  void aKeyThatCanChangeIsNotKept() {
    try (CachesRoot root = new CachesRoot(MemoryEngine.create(), Listener.NONE)) {
      Cache<Number, String> cache = root.caches("web").cache("n", MINUTE, Codec.TEXT);
      AtomicLong key = new AtomicLong(1);
      for (int i = 0; i < 3; i++) {
        assertThat(cache.get(key, number -> "v" + number)).isEqualTo("v1");
      }
      key.set(2);
      assertThat(cache.get(key, number -> "v" + number)).isEqualTo("v2");
    }
  }

  @Test
  void boundsAreChecked() {
    assertThat(Near.of(7).maxAge()).isEqualTo(Duration.ofSeconds(2));
    for (int wrong : new int[] {0, 10_000_001}) {
      assertThatThrownBy(() -> Near.of(wrong)).isInstanceOf(InvalidValueException.class);
    }
    for (Duration wrong : List.of(Duration.ofMillis(99), Duration.ofSeconds(61))) {
      assertThatThrownBy(() -> Near.of(7).maxAge(wrong)).isInstanceOf(InvalidValueException.class);
    }
  }
}
