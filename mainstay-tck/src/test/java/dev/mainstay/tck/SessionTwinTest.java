package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.tck.twin.SessionTwin;
import dev.mainstay.tck.twin.Tally;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scripts against the oracle. {@code -Dmainstay.trials=…} for a longer walk, {@code
 * -Dmainstay.seed=…} for another one.
 */
class SessionTwinTest {
  private static final int STEPS = Integer.getInteger("mainstay.trials", 20_000);
  private static final long SEED = Long.getLong("mainstay.seed", System.nanoTime());
  private static final Logger LOG = LoggerFactory.getLogger(SessionTwinTest.class);
  private static final int REVOCATIONS = 4;
  private static final String[] MUST_HAPPEN = {
    "start Created",
    "start AtLimit",
    "find Live",
    "find Live in its grace",
    "find UNKNOWN",
    "find IDLE",
    "find EXPIRED",
    "find REVOKED",
    "touch true",
    "touch false",
    "update Done",
    "update Conflict",
    "update InvalidValueException",
    "update UNKNOWN",
    "update IDLE",
    "update EXPIRED",
    "update REVOKED",
    "turn Turned",
    "turn Lost",
    "turn UNKNOWN",
    "turn IDLE",
    "turn EXPIRED",
    "turn REVOKED",
    "claim Held",
    "claim Lost",
    "claim UNKNOWN",
    "claim IDLE",
    "claim EXPIRED",
    "claim REVOKED",
    "settle true",
    "settle false",
    "revokeOne 0",
    "revokeOne 1",
    "revokeHandle 0",
    "revokeHandle 1",
    "revokeOthers 0",
    "revokeOthers 1",
    "revokeUser 0",
    "revokeUser 1",
    "revokeUser many",
    "revokeNamespace 0",
    "list 0",
    "list 1",
    "list many",
    "take 0",
    "take 1",
    "take many",
    "take 1 and more",
    "take Held",
    "finish 0",
    "finish 1",
    "finish many",
    "enlist 1",
    "enlist many",
    "leave 0",
    "leave 1",
    "told Created",
    "told Created again",
    "told Expired IDLE",
    "told Expired IDLE again",
    "told Expired EXPIRED",
    "told Expired UNKNOWN",
    "told Ended",
    "told Ended again"
  };

  @Test
  void redisAnswersAsTheOracleDoes() {
    try (HeldEngine redis = new HeldRedis();
        HeldEngine oracle = new HeldMemory(redis.now())) {
      Tally tally = new SessionTwin(oracle, redis, SEED).walk(STEPS, REVOCATIONS);
      assertThat(tally.missing(MUST_HAPPEN)).as("seed %d never saw", SEED).isEmpty();
      LOG.info("seed {}, {} steps:\n{}", SEED, STEPS, tally);
      redis.check();
    }
  }

  @Test
  void redisAnswersAsTheOracleDoesWhereAttributesAreEncrypted() {
    try (HeldEngine redis = new HeldSealed(new HeldRedis());
        HeldEngine oracle = new HeldMemory(redis.now())) {
      Tally tally = new SessionTwin(oracle, redis, SEED).walk(STEPS / 2, REVOCATIONS);
      assertThat(tally.missing("update Done", "update Conflict", "update InvalidValueException"))
          .as("seed %d never saw", SEED)
          .isEmpty();
      redis.check();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedFaultIsFound(Fault fault) {
    PlantedFaults.isFound(
        fault,
        SEED,
        seed -> {
          try (HeldEngine faulty = new FaultyEngine(fault);
              HeldEngine oracle = new HeldMemory(faulty.now())) {
            new SessionTwin(oracle, faulty, seed).walk(20_000, REVOCATIONS);
          }
        });
  }
}
