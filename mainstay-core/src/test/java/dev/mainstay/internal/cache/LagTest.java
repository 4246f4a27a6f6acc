package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.spi.EntryKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads from copies that lag: of others' changes, and never of one's own. */
class LagTest {
  private static final Duration STALENESS = Duration.ofMillis(300);
  private static final Freshness LAGGING = Freshness.of(Duration.ofMinutes(5)).staleness(STALENESS);

  private final Fleet fleet = new Fleet();
  private Cache<String, @Nullable String> mine;
  private Cache<String, @Nullable String> others;

  @BeforeEach
  void start() {
    mine = fleet.process(LAGGING);
    others = fleet.process(Freshness.of(Duration.ofMinutes(5)));
    others.put("k", "old");
    EntryKey key = new EntryKey("web", "product", "k");
    fleet.engine.copy = fleet.engine.cache().get(key).toCompletableFuture().join();
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  private @Nullable String read() {
    return mine.get("k", key -> "loaded");
  }

  @Test
  void whatOthersChangedIsReadOnceTheCopiesHaveIt() {
    others.put("k", "new");
    assertThat(read()).isEqualTo("old");
    fleet.engine.copy = null;
    assertThat(read()).isEqualTo("new");
  }

  /** The copies here never have it, so that it shows when they are asked again. */
  @Test
  void whoChangesItReadsNoCopyUntilAllThatAreAllowedHaveIt() {
    List<Consumer<Cache<String, @Nullable String>>> changes =
        List.of(
            cache -> cache.invalidate("k"),
            cache -> cache.put("k", "loaded"),
            cache -> cache.intend(List.of("k")).close(),
            cache -> cache.invalidateTags(List.of("t")),
            Cache::invalidateAll);
    for (Consumer<Cache<String, @Nullable String>> change : changes) {
      assertThat(read()).isEqualTo("old");
      others.put("k", "loaded");
      long began = System.nanoTime();
      change.accept(mine);
      assertThat(read()).isEqualTo("loaded");
      await().until(() -> "old".equals(read()));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(STALENESS);
    }
  }

  @Test
  void whatIsNearIsReadFromPrimariesAlone() {
    assertThatThrownBy(() -> LAGGING.near(10))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("freshness.staleness");
    assertThatThrownBy(() -> LAGGING.staleness(Duration.ofSeconds(61)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("PT1M");
  }
}
