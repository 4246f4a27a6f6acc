package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.events.Listener;
import dev.mainstay.internal.limits.LimitsRoot;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limiter;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.spi.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code -Dmainstay.trials=…} for more refusals, {@code -Dmainstay.seed=…} to repeat them. */
class RetryAfterTest {
  private static final int TRIALS = Integer.getInteger("mainstay.trials", 1_000);
  private static final long SEED = Long.getLong("mainstay.seed", System.nanoTime() % 100_000);
  private static final long START = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli() * 1_000;

  @Test
  void whoWaitsExactlyAsLongAsHeIsToldIsLetInWhereNobodyElseTakes() {
    HeldClock clock = new HeldClock(START);
    SplittableRandom random = new SplittableRandom(SEED);
    RedisStore store = RedisStore.only();
    try (Engine engine = RedisEngine.held(RedisOptions.parse(store.url()), clock)) {
      var limits = new LimitsRoot(engine, Listener.NONE).limits("retry-" + SEED);
      List<Limiter> limiters =
          LimitRace.limits(LocalTime.NOON).entrySet().stream()
              .filter(one -> one.getValue().calendar() == null)
              .map(one -> limits.limiter(one.getKey(), one.getValue()))
              .toList();
      for (int i = 0; i < TRIALS; i++) {
        refused(limiters.get(i % limiters.size()), clock, random);
      }
    } finally {
      store.empty();
    }
  }

  private static void refused(Limiter limiter, HeldClock clock, SplittableRandom random) {
    for (int i = 0; ; i++) {
      long cost = 1 + random.nextInt(3);
      Decision decision = decided(limiter, cost);
      if (decision instanceof Decision.Denied denied) {
        clock.set(clock.micros() + denied.retryAfter().orElseThrow().toNanos() / 1_000);
        assertThat(decided(limiter, cost).allowed())
            .as("%s, seed %d", limiter.name(), SEED)
            .isTrue();
        return;
      }
      assertThat(i).as("%s never refuses", limiter.name()).isLessThan(999);
      clock.set(clock.micros() + random.nextInt(3_000));
    }
  }

  /** A store that a busy machine kept silent decides nothing, and so is asked again. */
  private static Decision decided(Limiter limiter, long cost) {
    Decision first = limiter.take("key", cost);
    if (!(first instanceof Decision.Undecided)) {
      return first;
    }
    return Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> limiter.take("key", cost), decision -> !(decision instanceof Decision.Undecided));
  }
}
