package dev.mainstay.internal.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Rule;
import dev.mainstay.limits.Take;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.spi.Catalogue;
import dev.mainstay.spi.Edition;
import dev.mainstay.spi.RuleRecord;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the others, and of a key itself, where its own rule is removed. */
class RemovalTest {
  private static final Limit HUNDRED = Limit.fixedWindow(100, Duration.ofHours(1));

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T12:00:00Z"));
  private final Mainstay mainstay = Mainstay.on(MemoryEngine.on(clock));
  private final Limits limits = mainstay.limits("web");
  private final Take ada = Take.of("api", "ada");
  private final Take bob = Take.of("api", "bob");

  @AfterEach
  void close() {
    mainstay.close();
  }

  private void take(Take take, long cost) {
    assertThat(limits.take(List.of(take.cost(cost))).allowed()).isTrue();
  }

  private long left(Take take) {
    return limits.state(take).remaining();
  }

  @ParameterizedTest
  @EnumSource
  void noOtherKeyNoticesThatARuleWasRemoved(Inherit inherit) {
    limits.limiter("api", HUNDRED);
    take(bob, 30);
    limits.override("api", "ada", HUNDRED.withPermits(10), inherit);
    limits.remove("api", "ada");
    assertThat(left(bob)).isEqualTo(70);
    take(bob, 1);
    assertThat(left(bob)).isEqualTo(69);
  }

  @Test
  void theKeyGoesOnByTheCommonRuleAndItsChanges() {
    limits.limiter("api", HUNDRED);
    take(bob, 1);
    limits.override("api", "ada", HUNDRED.withPermits(10), Inherit.RESET);
    take(ada, 4);
    limits.remove("api", "ada");
    assertThat(left(ada)).isEqualTo(96);
    limits.define("api", HUNDRED.withPermits(50), Inherit.ADDITIVE);
    assertThat(left(ada)).isEqualTo(46);
    take(ada, 6);
    limits.override("api", "ada", HUNDRED.withPermits(1_000), Inherit.ADDITIVE);
    assertThat(left(ada)).isEqualTo(990);
    limits.remove("api", "ada");
    assertThat(left(ada)).isEqualTo(40);
  }

  @Test
  void whatIsRemovedIsListedNoMore() {
    limits.limiter("api", HUNDRED);
    take(bob, 1);
    limits.override("api", "ada", HUNDRED, Inherit.RESET);
    assertThat(limits.remove("api", "ada")).isTrue();
    assertThat(limits.rules()).extracting(Rule::key).containsOnlyNulls();
    assertThat(limits.remove("api", "ada")).isFalse();
    assertThat(limits.remove("api", "")).isTrue();
    assertThat(limits.rules()).isEmpty();
  }

  @Test
  void oneTooManyThatIsGoneLetsGoOfTheEldestHalf() {
    List<RuleRecord> all = new ArrayList<>();
    all.add(new RuleRecord("api", null, List.of(new Edition(1, HUNDRED, Inherit.ADDITIVE))));
    RuleRecord last = new RuleRecord("api", "last", edition(5_000));
    all.add(last);
    for (int i = 0; i < Removal.MOST; i++) {
      all.add(new RuleRecord("api", "key " + i, edition(2 + i), true));
    }
    Rules rules = Rules.of(new Catalogue(6_000, all), 0);
    Definitions.Change change = Removal.of(rules, last);
    assertThat(change.drop()).hasSize(Removal.MOST / 2 + 1).contains(last, all.get(2));
    assertThat(change.put()).hasSize(2);
    assertThat(change.put()).allMatch(rule -> rule.current().version() == 6_001);
  }

  private static List<Edition> edition(long version) {
    return List.of(new Edition(version, HUNDRED, Inherit.ADDITIVE));
  }
}
