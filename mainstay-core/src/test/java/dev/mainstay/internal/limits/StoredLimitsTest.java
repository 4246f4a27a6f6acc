package dev.mainstay.internal.limits;

import static dev.mainstay.testing.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.errors.UndefinedException;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Decision.Allowed;
import dev.mainstay.limits.Decision.Denied;
import dev.mainstay.limits.Decision.Undecided;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.OnSilence;
import dev.mainstay.limits.Reserve;
import dev.mainstay.limits.Settled;
import dev.mainstay.limits.Take;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.spi.Taken;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredLimitsTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T12:00:00Z"));
  private final WatchedEngine watched = new WatchedEngine(MemoryEngine.on(clock));
  private final Mainstay mainstay = Mainstay.on(watched.remote());
  private final Limits limits = mainstay.limits("web");

  @AfterEach
  void close() {
    mainstay.close();
  }

  private void takes(Limiter limiter, String key, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(limiter.take(key).allowed()).as("take %d", i).isTrue();
    }
  }

  @Test
  void aRefusalThatStillHoldsIsToldWithoutAsking() {
    Limiter api = limits.limiter("api", Limit.of(3, Duration.ofMinutes(1)));
    takes(api, "ada", 3);
    Denied first = (Denied) api.take("ada");
    int asked = watched.asked("take");
    Denied second = (Denied) api.take("ada");
    assertThat(watched.asked("take")).isEqualTo(asked);
    assertThat(second.violated()).isEqualTo(first.violated());
    assertThat(second.retryAfter().orElseThrow())
        .isLessThanOrEqualTo(first.retryAfter().orElseThrow())
        .isPositive();
    clock.advance(first.retryAfter().orElseThrow());
    await(() -> api.take("ada").allowed());
  }

  @Test
  void aResetAndARaisedLimitReachARefusal() {
    Limiter api = limits.limiter("api", Limit.of(3, Duration.ofMinutes(1)));
    takes(api, "ada", 3);
    assertThat(api.take("ada").allowed()).isFalse();
    assertThat(api.reset("ada")).isTrue();
    takes(api, "ada", 3);
    assertThat(api.take("ada").allowed()).isFalse();
    limits.define("api", Limit.of(5, Duration.ofMinutes(1)), Inherit.ADDITIVE);
    takes(api, "ada", 2);
    assertThat(api.take("ada").allowed()).isFalse();
  }

  @Test
  void theResetOfAnotherProcessReachesARefusalWithinTheLease() {
    Limiter api = limits.limiter("api", Limit.of(3, Duration.ofMinutes(1)));
    try (Mainstay other = Mainstay.on(watched.engine())) {
      takes(api, "ada", 3);
      assertThat(api.take("ada").allowed()).isFalse();
      long begun = System.nanoTime();
      other.limits("web").limiter("api", Limit.of(3, Duration.ofMinutes(1))).reset("ada");
      await(() -> api.take("ada").allowed());
      assertThat(System.nanoTime() - begun).isLessThan(Denials.LONGEST + 1_000_000_000L);
    }
  }

  @Test
  void waitersOfAKeyAreServedInTurn() throws Exception {
    try (Mainstay timed = Mainstay.on(MemoryEngine.create())) {
      Limiter slow = timed.limiter("slow", Limit.of(50, Duration.ofSeconds(1)).withBurst(1));
      ConcurrentLinkedQueue<Integer> served = new ConcurrentLinkedQueue<>();
      List<CompletableFuture<Decision>> waiting = new ArrayList<>();
      List<Integer> turns = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        int turn = i;
        turns.add(turn);
        waiting.add(
            slow.async()
                .acquire("key", 1, Duration.ofSeconds(10))
                .toCompletableFuture()
                .whenComplete((decision, failed) -> served.add(turn)));
      }
      for (CompletableFuture<Decision> one : waiting) {
        assertThat(one.get(10, TimeUnit.SECONDS).allowed()).isTrue();
      }
      assertThat(served).containsExactlyElementsOf(turns);
    }
  }

  @Test
  void whoCannotBeServedInTimeIsRefused() {
    Limiter api = limits.limiter("api", Limit.of(3, Duration.ofMinutes(1)));
    takes(api, "ada", 3);
    assertThat(api.acquire("ada", 1, Duration.ofMillis(50))).isInstanceOf(Denied.class);
    assertThat(api.acquire("bob", 4, Duration.ofMinutes(5))).isInstanceOf(Denied.class);
  }

  @Test
  void chunksNeverLetInMoreThanTheLimit() throws Exception {
    Limit limit = Limit.fixedWindow(10_000, Duration.ofHours(1));
    List<Limiter> processes = new ArrayList<>();
    List<Mainstay> open = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Mainstay one = Mainstay.on(watched.engine());
      open.add(one);
      processes.add(one.limits("web").limiter("hot", limit).inChunks(100, Duration.ofSeconds(1)));
    }
    AtomicLong allowed = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Limiter mine = processes.get(i % 3);
      Thread thread =
          new Thread(
              () -> {
                for (int take = 0; take < 5_000; take++) {
                  allowed.addAndGet(mine.take("hot").allowed() ? 1 : 0);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(allowed.get()).isLessThanOrEqualTo(10_000).isGreaterThan(10_000 - 3 * 100);
    assertThat(watched.asked("take", "reserve")).isLessThan(5_000);
    open.forEach(Mainstay::close);
  }

  @Test
  void whatIsLeftOfAChunkIsGivenBack() {
    Limiter hot =
        limits
            .limiter("hot", Limit.fixedWindow(1_000, Duration.ofHours(1)))
            .inChunks(600, Duration.ofMillis(20));
    takes(hot, "key", 10);
    await(() -> hot.state("key").remaining() == 990);
    assertThat(watched.asked("reserve")).isPositive();
  }

  @Test
  void aChunkOfAnOldRuleIsTakenOfNoMore() {
    Limiter hot =
        limits
            .limiter("hot", Limit.fixedWindow(1_000, Duration.ofHours(1)))
            .inChunks(500, Duration.ofSeconds(10));
    takes(hot, "key", 10);
    limits.define("hot", Limit.fixedWindow(20, Duration.ofHours(1)), Inherit.ADDITIVE);
    int more = 0;
    while (hot.take("key").allowed()) {
      more++;
    }
    assertThat(more).isLessThanOrEqualTo(10);
  }

  @Test
  void whatIsReservedIsSettledOnce() {
    limits.limiter("tokens", Limit.fixedWindow(1_000, Duration.ofHours(1)));
    Take take = Take.of("tokens", "ada").cost(600);
    Reserve how = Reserve.of(Duration.ofSeconds(30)).id("request-7");
    Allowed reserved = (Allowed) limits.reserve(take, how);
    assertThat(((Allowed) limits.reserve(take, how)).lease()).isEqualTo(reserved.lease());
    assertThat(limits.state(take).remaining()).isEqualTo(400);
    assertThat(limits.settlePart(reserved.lease(), 100)).isEqualTo(Settled.DONE);
    assertThat(limits.state(take).remaining()).isEqualTo(400);
    assertThat(limits.settle(reserved.lease(), 50)).isEqualTo(Settled.DONE);
    assertThat(limits.settle(reserved.lease(), 50)).isEqualTo(Settled.BEFORE);
    assertThat(limits.state(take).remaining()).isEqualTo(850);
    clock.advance(Duration.ofSeconds(31));
    assertThat(limits.settle(reserved.lease(), 50)).isEqualTo(Settled.LAPSED);
  }

  @ParameterizedTest
  @EnumSource
  void whatLapsesIsReleasedOrCharged(Reserve.WhenLapsed whenLapsed) {
    limits.limiter("tokens", Limit.fixedWindow(1_000, Duration.ofHours(2)));
    Take take = Take.of("tokens", "ada").cost(600);
    limits.reserve(take, Reserve.of(Duration.ofSeconds(1)).whenLapsed(whenLapsed));
    clock.advance(Duration.ofSeconds(2));
    assertThat(limits.state(take).remaining())
        .isEqualTo(whenLapsed == Reserve.WhenLapsed.CHARGE ? 400 : 1_000);
  }

  @Test
  void anOverrunIsDebt() {
    limits.limiter("tokens", Limit.of(60, Duration.ofMinutes(1)));
    Take take = Take.of("tokens", "ada").cost(10);
    Allowed reserved = (Allowed) limits.reserve(take, Reserve.of(Duration.ofSeconds(30)));
    limits.settle(reserved.lease(), 90);
    Denied denied = (Denied) limits.take(List.of(take.cost(1)));
    assertThat(denied.retryAfter()).hasValue(Duration.ofSeconds(31));
  }

  @Test
  void aSilentStoreIsAnsweredForByTheRule() {
    for (OnSilence by : OnSilence.values()) {
      limits.limiter(by.name(), Limit.of(3, Duration.ofMinutes(1)).onSilence(by)).take("first");
    }
    watched.instead.put(
        "take",
        () ->
            CompletableFuture.failedFuture(
                new StoreUnavailableException(
                    "limits.take", "silent", Applied.NO, Duration.ZERO, null)));
    assertThat(limits.take(List.of(Take.of("PASS", "a")))).isInstanceOf(Undecided.class);
    assertThat(limits.take(List.of(Take.of("PASS", "a"))).allowed()).isTrue();
    assertThat(limits.take(List.of(Take.of("REFUSE", "a"))).allowed()).isFalse();
    assertThat(limits.take(List.of(Take.of("PASS", "a"), Take.of("REFUSE", "a"))).allowed())
        .isFalse();
    for (int i = 0; i < 3; i++) {
      assertThat(limits.take(List.of(Take.of("ALONE", "a"))).allowed()).isTrue();
    }
    assertThat(limits.take(List.of(Take.of("ALONE", "a"))).allowed()).isFalse();
    watched.instead.clear();
    assertThat(limits.take(List.of(Take.of("ALONE", "a")))).isInstanceOf(Allowed.class);
  }

  @Test
  void onlyOneOfManyAsksAStoreThatWasSlowlySilent() {
    Limiter api = limits.limiter("api", Limit.of(3, Duration.ofMinutes(1)));
    api.take("first");
    watched.instead.put(
        "take",
        () ->
            new CompletableFuture<>()
                .orTimeout(50, TimeUnit.MILLISECONDS)
                .exceptionallyCompose(
                    late ->
                        CompletableFuture.failedFuture(
                            new StoreUnavailableException(
                                "limits.take", "late", Applied.UNKNOWN, Duration.ZERO, null))));
    assertThat(api.take("a")).isInstanceOf(Undecided.class);
    int asked = watched.asked("take");
    for (int i = 0; i < 1_000; i++) {
      assertThat(api.take("key" + i)).isInstanceOf(Undecided.class);
    }
    assertThat(watched.asked("take") - asked).isLessThan(20);
    watched.instead.clear();
    await(() -> api.take("b") instanceof Allowed);
  }

  @Test
  void aBlockedKeyIsRefusedAndAnAllowedOneIsNotCounted() {
    Limit limit = Limit.of(1, Duration.ofMinutes(1));
    Limiter api = limits.limiter("api", limit);
    takes(api, "ada", 1);
    limits.override("api", "eve", limit.mode(Mode.BLOCK), Inherit.ADDITIVE);
    limits.override("api", "ada", limit.mode(Mode.ALLOW), Inherit.ADDITIVE);
    assertThat(((Denied) api.take("eve")).retryAfter()).isEmpty();
    takes(api, "ada", 5);
    assertThat(limits.remove("api", "eve")).isTrue();
    assertThat(api.take("eve").allowed()).isTrue();
    assertThat(limits.remove("api", "eve")).isFalse();
  }

  @Test
  void aLimitInShadowSaysWhatItWouldHaveRefused() {
    Limiter api = limits.limiter("api", Limit.of(1, Duration.ofMinutes(1)).mode(Mode.SHADOW));
    assertThat(((Allowed) api.take("ada")).shadowed()).isEmpty();
    assertThat(((Allowed) api.take("ada")).shadowed()).containsExactly("api");
  }

  @Test
  void aDefinitionAppliesWhereThereIsNoneOrOneOfALowerRevision() {
    limits.limiter("api", Limit.of(1, Duration.ofMinutes(1))).take("ada");
    limits.limiter("api", Limit.of(2, Duration.ofMinutes(1))).take("ada");
    assertThat(limits.rule("api").orElseThrow().limit().permits()).isEqualTo(1);
    limits.limiter("api", Limit.of(3, Duration.ofMinutes(1)).revision(1)).take("ada");
    assertThat(limits.rule("api").orElseThrow().limit().permits()).isEqualTo(3);
  }

  @Test
  void whatCannotBeAskedIsSaid() {
    assertThatThrownBy(() -> limits.take(List.of(Take.of("none", "ada"))))
        .isInstanceOf(UndefinedException.class)
        .hasMessageContaining("none");
    assertThatThrownBy(() -> limits.take(List.of())).isInstanceOf(InvalidValueException.class);
    Limiter user = limits.limiter("user", Limit.of(1, Duration.ofMinutes(1)).within("org"));
    assertThatThrownBy(() -> user.take("ada")).hasMessageContaining("org");
    assertThat(user.take(user.of("ada").within("acme")).allowed()).isTrue();
    assertThat(user.take(user.of("ada").within("acme")).allowed()).isFalse();
    assertThat(user.take(user.of("ada").within("other")).allowed()).isTrue();
    assertThatThrownBy(() -> limits.settle("nonsense", 1))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void permitsThatAreHeldAreGivenBack() {
    Limiter jobs = limits.limiter("jobs", Limit.concurrency(2, Duration.ofSeconds(10)));
    Allowed one = (Allowed) jobs.take("host");
    assertThat(jobs.take("host").allowed()).isTrue();
    assertThat(jobs.take("host").allowed()).isFalse();
    assertThat(jobs.release("host", one.lease())).isTrue();
    assertThat(jobs.release("host", one.lease())).isFalse();
    Allowed other = (Allowed) jobs.take("host");
    clock.advance(Duration.ofSeconds(9));
    assertThat(jobs.renew("host", other.lease())).isTrue();
    clock.advance(Duration.ofSeconds(9));
    assertThat(jobs.take("host").allowed()).isTrue();
    assertThat(jobs.take("host").allowed()).isFalse();
  }

  @Test
  void thoseWhoWaitForALimitThatHoldsPermitsByNowHoldThemApart() {
    Limiter api = limits.limiter("api", Limit.of(5, Duration.ofMinutes(1)));
    api.take("first");
    CompletableFuture<Object> held = new CompletableFuture<>();
    watched.instead.put("take", () -> held);
    List<CompletableFuture<Decision>> asked = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      asked.add(api.async().take("key").toCompletableFuture());
    }
    watched.instead.remove("take");
    limits.define("api", Limit.concurrency(5, Duration.ofMinutes(1)), Inherit.RESET);
    held.complete(new Taken.Superseded(0));
    assertThat(asked)
        .extracting(one -> ((Allowed) one.join()).lease())
        .doesNotHaveDuplicates()
        .doesNotContain("");
    assertThat(api.state("key").remaining()).isEqualTo(2);
  }

  @Test
  void aShareThatCannotBeCountedExactlyIsRoundedDown() {
    Limit share = Silence.share(Limit.of(1_000_000_000, Duration.ofSeconds(1)), 3);
    assertThat(share.permits()).isBetween(300_000_000L, 333_333_333L);
    assertThat(Silence.share(Limit.of(2, Duration.ofDays(31)), 5).permits()).isEqualTo(1);
  }

  @Test
  void chunksAreHeldForAWhileThatIsBounded() {
    Limiter hot = limits.limiter("hot", Limit.of(1_000, Duration.ofSeconds(1)));
    for (Duration hold : List.of(Duration.ofMillis(9), Duration.ofMillis(10_001))) {
      assertThatThrownBy(() -> hot.inChunks(10, hold))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("hold");
    }
  }
}
