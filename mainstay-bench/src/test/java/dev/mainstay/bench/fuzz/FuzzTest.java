package dev.mainstay.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import org.junit.jupiter.api.Test;

/** The short part of {@code bench fuzz}; another seed by {@code -Dmainstay.seed}. */
class FuzzTest {
  private static final long SEED = Long.getLong("mainstay.seed", 1);

  @Test
  void damageLeadsToNobodyElse() {
    try (BenchRedis redis = BenchRedis.start(null);
        Resp admin = redis.admin();
        Fuzz fuzz = new Fuzz(redis, admin, SEED)) {
      isHarmless(fuzz.memoryTokens().run(15_000));
      TokenFuzz tokens = fuzz.redisTokens();
      long before = fuzz.finds();
      isHarmless(tokens.run(15_000));
      assertThat(fuzz.finds() - before)
          .as("finds for what has the shape of a token")
          .isEqualTo(tokens.shaped())
          .isPositive();
      Tally payloads = new Tally();
      fuzz.payloads(2_400, payloads);
      isHarmless(payloads);
      Tally ciphertexts = new Tally();
      fuzz.ciphertexts(2_400, ciphertexts);
      hasNothingWrong(ciphertexts);
      assertThat(ciphertexts.misreadCount() + ciphertexts.refusedCount()).isZero();
      assertThat(ciphertexts.droppedCount()).isGreaterThan(500);
      assertThat(ciphertexts.endedCount()).isGreaterThan(500);
      assertThat(fuzz.harms()).containsOnlyKeys(Harm.values());
      assertThat(fuzz.immortal()).as("keys without an expiry").isZero();
    }
  }

  private static void isHarmless(Tally tally) {
    hasNothingWrong(tally);
    // It would show nothing if no damage left a session to be found.
    assertThat(tally.foundCount()).isPositive();
  }

  private static void hasNothingWrong(Tally tally) {
    assertThat(tally.findings()).as("seed %d", SEED).isEmpty();
    assertThat(tally.foreignCount() + tally.wrongCount()).isZero();
  }
}
