package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.internal.limits.LimitFault;
import dev.mainstay.redis.internal.limits.PlantedLimits;
import dev.mainstay.spi.Engine;
import dev.mainstay.tck.twin.LimitTwin;
import dev.mainstay.tck.twin.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

  private static final RedisStore STORE = RedisStore.only();
  private static final String[] OF_EACH = {
    "allowed", "denied", "denied by others", "never", "shadowed"
  };
  private static final String[] MUST_HAPPEN = {
    "ALLOW alone",
    "ALLOW beside others",
    "BLOCK alone",
    "SHADOW beside others",
    "answer Outdated",
    "answer Superseded",
    "calendar of another length",
    "call of one run",
    "call of runs",
    "change ADDITIVE",
    "change AS_IS",
    "change PROPORTIONAL",
    "change RESET",
    "clock back",
    "leaky-queue delayed",
    "override ADDITIVE",
    "override AS_IS",
    "override PROPORTIONAL",
    "override RESET",
    "override removed",
    "release true",
    "release false",
    "renew true",
    "renew false",
    "reset true",
    "reset false",
    "reserve allowed",
    "reserve charged late",
    "reserve denied",
    "reserve given back",
    "reserve goes on by another rule",
    "reserve lapsed by another rule",
    "reserve repeated",
    "retry early",
    "retry in time",
    "retry late",
    "scope of its own",
    "settle BEFORE",
    "settle DONE",
    "settle LAPSED",
    "settle part BEFORE",
    "settle part DONE",
    "settle part LAPSED",
    "state idle",
    "state used",
    "take of 1",
    "take of 2",
    "take of 3",
    "take of 4",
    "take of 5",
    "take of 6",
    "take of 7",
    "take of 8"
  };

  @Test
  void memoryAndRedisDecideAsTheOracleDoes() {
    HeldClock clock = new HeldClock(START * 1_000);
    long begun = System.nanoTime();
    try (Engine memory = MemoryEngine.on(clock);
        Engine redis = RedisEngine.held(options(), clock)) {
      Tally tally = walk(clock, List.of(memory, redis), SEED);
      long seconds = (System.nanoTime() - begun) / 1_000_000_000;
      LOG.info("seed {}, {} decisions, {} s:\n{}", SEED, DECISIONS, seconds, tally);
      assertThat(tally.missing(mustHappen())).as("seed %d never saw", SEED).isEmpty();
      assertThat(STORE.endless()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedFaultIsFound(LimitFault fault) {
    PlantedFaults.isFound(
        fault,
        SEED,
        seed -> {
          STORE.empty();
          HeldClock clock = new HeldClock(START * 1_000);
          try (Engine faulty = PlantedLimits.with(options(), clock, fault)) {
            walk(clock, List.of(faulty), seed);
          }
        });
  }

  @BeforeEach
  @AfterEach
  void empty() {
    STORE.empty();
  }

  private static Tally walk(HeldClock clock, List<Engine> engines, long seed) {
    LongConsumer moved = micros -> STORE.expire(START, Math.floorDiv(micros, 1_000));
    return new LimitTwin(clock, engines, moved, seed).walk(DECISIONS);
  }

  private static RedisOptions options() {
    return RedisOptions.parse(STORE.url())
        .withHeartbeat(Duration.ofSeconds(10))
        .withReadDeadline(Duration.ofSeconds(10))
        .withWriteDeadline(Duration.ofSeconds(10));
  }

  private static String[] mustHappen() {
    Stream<String> ofEach =
        Arrays.stream(Algorithm.values())
            .map(Algorithm::spelled)
            .flatMap(kind -> Arrays.stream(OF_EACH).map(outcome -> kind + " " + outcome));
    return Stream.concat(ofEach, Arrays.stream(MUST_HAPPEN)).toArray(String[]::new);
  }
}
