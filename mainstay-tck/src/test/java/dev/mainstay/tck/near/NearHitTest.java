package dev.mainstay.tck.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Loader;
import dev.mainstay.codec.Codec;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.tck.TestServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a near hit takes. */
class NearHitTest {
  private static final int KEYS = 1_000;
  private static final int ROUNDS = 1_000;

  /** As much as the meter itself may allocate, and what is compiled meanwhile. */
  private static final long METER = 10_000;

  private final AtomicInteger loads = new AtomicInteger();
  private final Loader<String, String> loader = key -> "loaded " + loads.incrementAndGet();

  @Test
  void aNearHitAllocatesNothing() {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    String[] keys = IntStream.range(0, KEYS).mapToObj(i -> "k" + i).toArray(String[]::new);
    try (EmbeddedRedis redis = EmbeddedRedis.start(TestServer.alone());
        Mainstay mainstay = Mainstay.on(RedisEngine.connect(redis.state().url()))) {
      Cache<String, String> cache =
          mainstay.cache("hits", Freshness.of(Duration.ofMinutes(10)).near(KEYS), Codec.TEXT);
      // A cache that is full: Caffeine keeps account of each hit.
      await().until(() -> allocated(thread, cache, keys) <= METER);
    }
  }

  /** The bytes that a million hits allocate; many where some were none. */
  private long allocated(ThreadMXBean thread, Cache<String, String> cache, String... keys) {
    int length = 0;
    long id = Thread.currentThread().getId();
    long before = thread.getThreadAllocatedBytes(id);
    for (int round = 0; round < ROUNDS; round++) {
      for (String key : keys) {
        length += cache.get(key, loader).length();
      }
    }
    assertThat(length).isPositive();
    return thread.getThreadAllocatedBytes(id) - before;
  }
}
