package dev.mainstay.internal.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Decision.Allowed;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Reserve;
import dev.mainstay.limits.Reserve.WhenLapsed;
import dev.mainstay.limits.Settled;
import dev.mainstay.limits.Take;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reservations whose rule changes before they are settled. */
class SettlingTest {
  private static final Limit HUNDRED = Limit.of(100, Duration.ofSeconds(100));
  private static final Reserve HOW = Reserve.of(Duration.ofMinutes(2)).id("request");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T12:00:00Z"));
  private final Mainstay mainstay = Mainstay.on(MemoryEngine.on(clock));
  private final Limits limits = mainstay.limits("web");
  private final Take ada = Take.of("tokens", "ada").cost(40);

  @AfterEach
  void close() {
    mainstay.close();
  }

  private String reserved(Reserve how) {
    limits.limiter("tokens", HUNDRED);
    assertThat(limits.take(List.of(ada.cost(10))).allowed()).isTrue();
    return ((Allowed) limits.reserve(ada, how)).lease();
  }

  @Test
  void settlingAfterAChangeAdoptsWhatWasCounted() {
    String lease = reserved(HOW);
    limits.define("tokens", Limit.of(700, Duration.ofSeconds(100)), Inherit.ADDITIVE);
    assertThat(limits.settlePart(lease, 15)).isEqualTo(Settled.DONE);
    assertThat(limits.state(ada).remaining()).isEqualTo(700 - 10 - 40);
    assertThat(limits.settle(lease, 5)).isEqualTo(Settled.DONE);
    assertThat(limits.state(ada).remaining()).isEqualTo(700 - 10 - 20);
    assertThat(limits.settle(lease, 5)).isEqualTo(Settled.BEFORE);
  }

  @Test
  void reservingAgainAfterAChangeTellsHowItStandsByTheNewRule() {
    reserved(HOW);
    limits.define("tokens", Limit.of(700, Duration.ofSeconds(100)), Inherit.ADDITIVE);
    Allowed again = (Allowed) limits.reserve(ada, HOW);
    assertThat(again.standings()).containsExactly(limits.state(ada));
    assertThat(again.standings().get(0).remaining()).isEqualTo(700 - 10 - 40);
  }

  @Test
  void whatLapsedBeforeAChangeIsChargedByTheRuleThatItWasReservedBy() {
    reserved(Reserve.of(Duration.ofSeconds(10)).whenLapsed(WhenLapsed.CHARGE));
    clock.advance(Duration.ofSeconds(30));
    assertThat(limits.state(ada).remaining()).isEqualTo(80);
    limits.define("tokens", Limit.of(10, Duration.ofSeconds(100)), Inherit.PROPORTIONAL);
    assertThat(limits.state(ada).remaining()).isEqualTo(8);
    assertThat(limits.take(List.of(ada.cost(8))).allowed()).isTrue();
    assertThat(limits.take(List.of(ada.cost(1))).allowed()).isFalse();
  }

  @Test
  void whatLapsedInAWindowIsNotChargedToTheNextOneByAChange() {
    Limit window = Limit.fixedWindow(100, Duration.ofMinutes(1));
    limits.limiter("tokens", window);
    limits.reserve(ada, Reserve.of(Duration.ofSeconds(10)).whenLapsed(WhenLapsed.CHARGE));
    clock.advance(Duration.ofSeconds(70));
    limits.define("tokens", window.withPermits(50), Inherit.ADDITIVE);
    assertThat(limits.state(ada).remaining()).isEqualTo(50);
    assertThat(limits.take(List.of(ada.cost(50))).allowed()).isTrue();
  }
}
