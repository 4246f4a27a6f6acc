package dev.mainstay.internal.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Take;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.spi.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Takes with scopes, by rules that count within one and by rules that do not. */
class ScopedTakesTest {
  private static final Limit TEN = Limit.of(10, Duration.ofMinutes(1));

  private final MemoryEngine engine = MemoryEngine.create();
  private final WatchedEngine watched = new WatchedEngine(engine);
  private final Mainstay mainstay = Mainstay.on(watched.engine());
  private final Limits limits = mainstay.limits("web");
  private final Take acme = Take.of("user", "ada").within("acme");
  private final Take other = Take.of("user", "ada").within("other");

  @AfterEach
  void close() {
    mainstay.close();
  }

  private void refusesBoth() {
    ThrowingCallable twice = () -> limits.take(List.of(acme, other));
    assertThatThrownBy(twice)
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("'user'")
        .hasMessageContaining("'ada'")
        .hasMessageContaining("add up their costs")
        .hasMessageContaining("within");
  }

  @Test
  void oneKeyIsNotTakenOfTwiceWhereTheRuleCountsWithinNoScope() {
    limits.limiter("user", TEN);
    refusesBoth();
    assertThat(limits.state(acme).remaining()).isEqualTo(10);
    watched.instead.put(
        "take",
        () ->
            CompletableFuture.failedFuture(
                new StoreUnavailableException(
                    "limits.take", "silent", Applied.NO, Duration.ZERO, null)));
    assertThat(limits.take(List.of(acme))).isInstanceOf(Decision.Undecided.class);
    refusesBoth();
  }

  @Test
  void itIsWhereTheRuleCountsWithinOne() {
    limits.limiter("user", TEN.within("organisation"));
    assertThat(limits.take(List.of(acme.cost(3), other.cost(4))).allowed()).isTrue();
    assertThat(limits.state(acme).remaining()).isEqualTo(7);
    assertThat(limits.state(other).remaining()).isEqualTo(6);
  }

  @Test
  void thoseWhoSharedACallAreCountedForThemselvesByARuleWithScopes() throws Exception {
    limits.limiter("user", TEN);
    assertThat(limits.take(List.of(acme)).allowed()).isTrue();
    CompletableFuture<Object> held = new CompletableFuture<>();
    watched.instead.put("take", () -> held);
    List<CompletableFuture<Decision>> all = new ArrayList<>();
    for (Take take : List.of(acme, other, acme, Take.of("user", "ada"))) {
      all.add(limits.async().take(List.of(take)).toCompletableFuture());
    }
    try (Mainstay another = Mainstay.on(new WatchedEngine(engine).engine())) {
      another.limits("web").define("user", TEN.within("organisation"), Inherit.RESET);
    }
    watched.instead.remove("take");
    held.complete(new Taken.Superseded(0));
    for (CompletableFuture<Decision> one : all.subList(0, 3)) {
      assertThat(one.get(10, TimeUnit.SECONDS).allowed()).isTrue();
    }
    assertThatThrownBy(() -> all.get(3).get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InvalidValueException.class);
    assertThat(limits.state(acme).remaining()).isEqualTo(8);
    assertThat(limits.state(other).remaining()).isEqualTo(9);
  }
}
