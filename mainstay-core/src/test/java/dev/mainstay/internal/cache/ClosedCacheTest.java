package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.codec.Codec;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.events.Listener;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosedCacheTest {
  private final Fleet fleet = new Fleet();
  private final CachesRoot root = new CachesRoot(fleet.engine, Listener.NONE);
  private final Cache<String, String> cache =
      root.caches("web").cache("p", Freshness.of(Duration.ofMinutes(1)), Codec.TEXT);

  @AfterEach
  void close() {
    root.close();
    fleet.close();
  }

  @Test
  void whoAsksAfterTheEndIsToldThatItIs() {
    root.close();
    assertThatThrownBy(() -> cache.get("k", key -> "v"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("this Mainstay is closed");
  }

  @Test
  @SuppressWarnings("NullAway") // what callers do that are not checked
  void nullIsNoKey() {
    assertThatThrownBy(() -> cache.get(null, key -> "v"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("is null");
  }
}
