package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Invalidated;
import dev.mainstay.codec.Codec;
import dev.mainstay.events.Listener;
import dev.mainstay.near.Near;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two objects of one cache in one process. */
class SiblingsTest {
  private static final Freshness NEAR =
      Freshness.of(Duration.ofMinutes(1)).jitter(0).near(Near.of(100));

  private final Fleet fleet = new Fleet();

  /** Nothing is told by the store: whoever sees a change sees it in this process. */
  private final CachesRoot root = new CachesRoot(Deaf.of(fleet.engine), Listener.NONE);

  private final Cache<String, String> one = root.caches("web").cache("p", NEAR, Codec.TEXT);
  private final Cache<String, String> two = root.caches("web").cache("p", NEAR, Codec.TEXT);

  @AfterEach
  void close() {
    root.close();
    fleet.close();
  }

  @Test
  void whatOneChangesTheOtherReadsAtOnce() {
    for (int i = 0; i < 100; i++) {
      String value = "v" + i;
      one.put("k", value);
      assertThat(two.get("k", key -> "loaded")).isEqualTo(value);
      assertThat(two.get("k", key -> "loaded")).isEqualTo(value);
    }
  }

  @Test
  void whatTheStoreDidNotAnswerNeitherBelieves() {
    one.put("k", "old");
    fleet.engine.silent = true;
    assertThat(one.invalidate("k")).isInstanceOf(Invalidated.Queued.class);
    fleet.engine.silent = false;
    assertThat(two.get("k", key -> "new")).isEqualTo("new");
  }
}
