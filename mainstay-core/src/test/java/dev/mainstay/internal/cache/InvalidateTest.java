package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Intent;
import dev.mainstay.cache.Invalidated;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Look;
import dev.mainstay.errors.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who asks after an invalidation gets nothing from before it, whoever invalidated. */
class InvalidateTest {
  private static final Freshness MINUTE = Freshness.of(Duration.ofMinutes(1)).jitter(0);

  private final Fleet fleet = new Fleet();
  private final Cache<String, @Nullable String> here = fleet.process(MINUTE);
  private final Cache<String, @Nullable String> there = fleet.process(MINUTE);

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void aLoadFromBeforeIsAnsweredAndNeverStored() throws Exception {
    for (Cache<String, @Nullable String> invalidates : List.of(here, there)) {
      Held old = new Held("old");
      CompletableFuture<@Nullable String> asked = old.asks(here);
      invalidates.invalidate("k");
      old.letGo();
      assertThat(asked.get(20, TimeUnit.SECONDS)).isEqualTo("old");
      assertThat(here.look("k")).isInstanceOf(Look.Absent.class);
      assertThat(there.get("k", key -> "new")).isEqualTo("new");
      invalidates.invalidate("k");
    }
  }

  @Test
  void whoAsksAfterwardsDoesNotShareALoadFromBefore() throws Exception {
    for (Cache<String, @Nullable String> invalidates : List.of(here, there)) {
      Held old = new Held("old");
      CompletableFuture<@Nullable String> asked = old.asks(here);
      invalidates.invalidate("k");
      assertThat(here.get("k", key -> "new")).isEqualTo("new");
      old.letGo();
      assertThat(asked.get(20, TimeUnit.SECONDS)).isEqualTo("old");
      assertThat(here.get("k", key -> "newer")).isEqualTo("new");
      invalidates.invalidate("k");
    }
  }

  @Test
  void manyKeysAndPrefixesAndAll() {
    for (String key : List.of("a1", "a2", "b1")) {
      here.put(key, key);
    }
    assertThat(there.invalidate(List.of("a1", "none"))).isEqualTo(new Invalidated.Done(1));
    assertThat(there.invalidatePrefix("a")).isEqualTo(new Invalidated.Done(1));
    assertThat(here.look("a2")).isInstanceOf(Look.Absent.class);
    assertThat(here.look("b1")).isInstanceOf(Look.Fresh.class);
    assertThat(there.invalidateAll()).isEqualTo(new Invalidated.Done(1));
    assertThat(here.look("b1")).isInstanceOf(Look.Absent.class);
  }

  @Test
  void aTagInvalidatesWhatWasLoadedWithIt() {
    here.getLoaded("k", key -> tagged("v"));
    assertThat(there.getLoaded("k", key -> tagged("w"))).isEqualTo("v");
    there.invalidateTags(List.of("other"));
    assertThat(here.get("k", key -> "w")).isEqualTo("v");
    there.invalidateTags(List.of("t"));
    assertThat(here.look("k")).isInstanceOf(Look.Absent.class);
    assertThat(here.getLoaded("k", key -> tagged("w"))).isEqualTo("w");
    assertThat(there.get("k", key -> "x")).isEqualTo("w");
  }

  private static Loaded<@Nullable String> tagged(String value) {
    return Loaded.<@Nullable String>of(value).tags("t", "u");
  }

  @Test
  void aTagThatMovesDuringALoadKeepsItFromBeingStored() throws Exception {
    Held old = new Held("old");
    CompletableFuture<@Nullable String> asked =
        CompletableFuture.supplyAsync(
            () -> here.getLoaded("k", key -> tagged(old.load(key))),
            work -> new Thread(work).start());
    old.awaitBegin();
    there.invalidateTags(List.of("t"));
    old.letGo();
    assertThat(asked.get(20, TimeUnit.SECONDS)).isEqualTo("old");
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(there.getLoaded("k", key -> tagged("new"))).isEqualTo("new"));
  }

  @Test
  void nothingIsStoredWhileTheSourceIsWritten() throws Exception {
    here.put("k", "old");
    String written =
        here.mutate(
            "k",
            () -> {
              assertThat(there.get("k", key -> "uncommitted")).isEqualTo("uncommitted");
              assertThat(there.look("k")).isInstanceOf(Look.Absent.class);
              return "done";
            });
    assertThat(written).isEqualTo("done");
    assertThat(there.look("k")).isInstanceOf(Look.Absent.class);
    assertThat(there.get("k", key -> "new")).isEqualTo("new");
    assertThat(here.get("k", key -> "none")).isEqualTo("new");
  }

  @Test
  void ofTwoWritersTheLastOpensTheKey() {
    Intent one = here.intend(List.of("k", "other"));
    Intent two = there.intend(List.of("k"));
    one.close();
    one.close();
    there.get("k", key -> "uncommitted");
    assertThat(here.look("k")).isInstanceOf(Look.Absent.class);
    two.close();
    there.get("k", key -> "new");
    assertThat(here.get("k", key -> "none")).isEqualTo("new");
  }

  @Test
  void aWriteThatFailsThrowsWhatItThrew() {
    assertThatThrownBy(
            () ->
                here.mutate(
                    "k",
                    () -> {
                      throw new IOException("rolled back");
                    }))
        .hasMessage("rolled back");
    assertThat(here.get("k", key -> "v")).isEqualTo("v");
    assertThat(there.get("k", key -> "none")).isEqualTo("v");
  }

  @Test
  void aSilentStoreFailsNobodyWhoseLoaderWorks() {
    here.put("k", "old");
    fleet.engine.silent = true;
    for (int i = 0; i < 10; i++) {
      assertThat(here.get("k", key -> "new")).isEqualTo("new");
    }
    here.put("k", "newer");
    assertThat(here.look("k")).isInstanceOf(Look.Absent.class);
    assertThatThrownBy(() -> here.mutate("k", () -> "write"))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void anInvalidationThatFellIntoSilenceIsRepeatedBeforeTheStoreIsBelieved() {
    here.put("k", "old");
    fleet.engine.silent = true;
    assertThat(here.invalidate("k")).isInstanceOf(Invalidated.Queued.class);
    assertThat(here.invalidateTags(List.of("t"))).isInstanceOf(Invalidated.Queued.class);
    fleet.engine.silent = false;
    assertThat(here.get("k", key -> "new")).isEqualTo("new");
    Awaitility.await()
        .untilAsserted(() -> assertThat(there.look("k")).isInstanceOf(Look.Absent.class));
    Awaitility.await()
        .untilAsserted(
            () -> {
              here.get("k", key -> "new");
              assertThat(there.get("k", key -> "other")).isEqualTo("new");
            });
  }
}
