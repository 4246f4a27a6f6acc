package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.Reserve;
import dev.mainstay.limits.Take;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.spi.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the clock of a promoted replica, which is behind, brings back. */
class ClockSetBackTest {
  private static final long START = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli() * 1_000;
  private static final long PER = 60_000_000;
  private static final RedisStore STORE = RedisStore.only();

  private final HeldClock clock = new HeldClock(START);

  @BeforeEach
  @AfterEach
  void empty() {
    STORE.empty();
  }

  @Test
  void whatOnlyWatchesAndCountsNothingLeavesAllAsItWas() {
    try (Engine memory = MemoryEngine.on(clock)) {
      watchesAndCountsNothing(memory);
    }
    clock.set(START);
    try (Engine redis = RedisEngine.held(RedisOptions.parse(STORE.url()), clock)) {
      watchesAndCountsNothing(redis);
    }
  }

  /** A reservation keeps the log; what it has of takes is over, and counts again later. */
  private void watchesAndCountsNothing(Engine engine) {
    try (Mainstay mainstay = Mainstay.on(engine)) {
      Limits limits = mainstay.limits("default");
      Limit log = Limit.slidingLog(3, Duration.ofMinutes(1)).mode(Mode.SHADOW);
      limits.define("log", log, Inherit.AS_IS);
      Take one = Take.of("log", "ada");
      limits.reserve(one, Reserve.of(Duration.ofMinutes(5)));
      limits.take(List.of(one.cost(2)));
      clock.set(START + PER);
      assertThat(limits.state(one).remaining()).isEqualTo(2);
      assertThat(limits.take(List.of(one.cost(4))).allowed()).as("let through").isTrue();
      clock.set(START + PER / 2);
      assertThat(limits.state(one).remaining()).isZero();
    }
  }
}
