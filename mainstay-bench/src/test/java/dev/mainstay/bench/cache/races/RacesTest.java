package dev.mainstay.bench.cache.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.bench.cache.rivals.Rival;
import dev.mainstay.bench.store.BenchRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The short part of {@code bench cache races}: on two connections instead of in two processes. */
class RacesTest {
  private static final int LANES = 4;
  private static final long SEED = 7;
  private static final long TRIALS = 1_200;

  private static BenchRedis redis;

  @BeforeAll
  static void start() {
    redis = BenchRedis.start(null);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Test
  void nothingOldIsReadAfterAnInvalidation() {
    Races.Seen seen = races(Rival.MAINSTAY).here(TRIALS);
    assertThat(seen.overlaps()).as("loads across a write").isGreaterThan(TRIALS / 2);
    assertThat(seen.lapses()).as("leases that lapsed").isPositive();
    assertThat(seen.stale()).isZero();
    assertThat(seen.stored()).isZero();
    assertThat(seen.ownMissed()).isZero();
  }

  @Test
  void aFillThatAsksForNothingIsFound() {
    assertThat(races(Rival.PLANTED).here(TRIALS / 4).stored()).isPositive();
  }

  private static Races races(Rival rival) {
    return new Races(rival, redis.url(), LANES, SEED);
  }
}
