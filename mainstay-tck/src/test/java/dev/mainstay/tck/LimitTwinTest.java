package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.spi.Engine;
import dev.mainstay.tck.twin.LimitTwin;
import dev.mainstay.tck.twin.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits in memory and on Redis against an oracle. {@code -Dmainstay.trials=…} for a longer walk,
 * {@code -Dmainstay.seed=…} for another one.
 */
class LimitTwinTest {
  private static final int DECISIONS = Integer.getInteger("mainstay.trials", 20_000);
  private static final long SEED = Long.getLong("mainstay.seed", System.nanoTime());
  private static final long START = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
  private static final Logger LOG = LoggerFactory.getLogger(LimitTwinTest.class);

  @Test
  void memoryAndRedisDecideAsTheOracleDoes() {
    RedisStore store = RedisStore.only();
    store.empty();
    HeldClock clock = new HeldClock(START * 1_000);
    RedisOptions options =
        RedisOptions.parse(store.url())
            .withReadDeadline(Duration.ofSeconds(10))
            .withWriteDeadline(Duration.ofSeconds(10));
    long begun = System.nanoTime();
    try (Engine memory = MemoryEngine.on(clock);
        Engine redis = RedisEngine.held(options, clock)) {
      Tally tally =
          new LimitTwin(
                  clock,
                  List.of(memory, redis),
                  micros -> store.expire(START, Math.floorDiv(micros, 1_000)),
                  SEED)
              .walk(DECISIONS);
      long seconds = (System.nanoTime() - begun) / 1_000_000_000;
      LOG.info("seed {}, {} decisions, {} s:\n{}", SEED, DECISIONS, seconds, tally);
      assertThat(store.endless()).isEmpty();
    } finally {
      store.empty();
    }
  }
}
