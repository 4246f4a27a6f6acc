package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.tck.twin.CacheTwin;
import dev.mainstay.tck.twin.Tally;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store of caches beside the one in memory. {@code -Dmainstay.trials=…} for a longer walk, {@code
 * -Dmainstay.seed=…} for another one.
 */
class CacheTwinTest {
  private static final int STEPS = Integer.getInteger("mainstay.trials", 20_000);
  private static final long SEED = Long.getLong("mainstay.seed", System.nanoTime());
  private static final Logger LOG = LoggerFactory.getLogger(CacheTwinTest.class);

  private static final String[] MUST_HAPPEN = {
    "acquire Leased",
    "acquire Vacant",
    "acquire Value",
    "acquire Written",
    "await Absent",
    "await Value",
    "await Written",
    "await a moment Leased",
    "begin done",
    "drop false",
    "drop true",
    "extend false",
    "extend true",
    "extend again false",
    "extend again true",
    "fill false",
    "fill true",
    "fill again false",
    "fill again true",
    "finish false",
    "finish true",
    "get Absent",
    "inspect Absent",
    "inspect Leased",
    "inspect Value",
    "inspect Written",
    "invalidate none",
    "invalidate some",
    "invalidate prefix none",
    "invalidate prefix some",
    "move done",
    "moves of some",
    "put done",
    "refresh nothing",
    "refresh ticket",
    "release false",
    "release true",
    "release again false",
    "release again true",
    "survey done"
  };

  @Test
  void memoryAnswersAsMemoryDoes() {
    Tally tally = new CacheTwin(MemoryEngine.create().cache(), SEED).walk(STEPS);
    LOG.info("seed {}, {} steps:\n{}", SEED, STEPS, tally);
    assertThat(tally.missing(MUST_HAPPEN)).as("seed %d never saw", SEED).isEmpty();
  }

  @Test
  void redisAnswersAsMemoryDoes() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(TestServer.alone());
        RedisEngine engine = RedisEngine.connect(patient(redis), patient(redis))) {
      Tally tally = new CacheTwin(engine.cache(), SEED).walk(STEPS);
      LOG.info("Redis, seed {}, {} steps:\n{}", SEED, STEPS, tally);
      assertThat(tally.missing(MUST_HAPPEN)).as("seed %d never saw", SEED).isEmpty();
    }
  }

  /** A busy machine is no difference. */
  private static RedisOptions patient(EmbeddedRedis redis) {
    Duration patience = Duration.ofSeconds(10);
    return RedisOptions.parse(redis.cache().url())
        .withReadDeadline(patience)
        .withWriteDeadline(patience)
        .withHeartbeat(patience);
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedFaultIsFound(CacheFault fault) {
    PlantedFaults.isFound(
        fault,
        SEED,
        seed ->
            new CacheTwin(new FaultyCacheStore(MemoryEngine.create().cache(), fault), seed)
                .walk(STEPS));
  }
}
