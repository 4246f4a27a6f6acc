package dev.mainstay.internal.limits;

import static dev.mainstay.testing.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Decision.Denied;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Take;
import dev.mainstay.memory.MemoryEngine;
import java.lang.Thread.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration PERIOD = Duration.ofMinutes(10);

  private final WatchedEngine watched = new WatchedEngine(MemoryEngine.create());
  private final Mainstay mainstay = Mainstay.on(watched.engine());
  private final Limits limits = mainstay.limits("web");
  private final Limiter api = limits.limiter("api", Limit.of(1, PERIOD));
  private final Later later = new Later();
  private final Waiting waiting = new Waiting(limits.async(), later);

  @AfterEach
  void close() {
    later.close();
    mainstay.close();
  }

  private CompletableFuture<Decision> acquire(long cost, Duration patience) {
    return waiting.acquire(Take.of("api", "ada").cost(cost), patience).toCompletableFuture();
  }

  private static <T> T get(CompletableFuture<T> one) throws Exception {
    return one.get(10, TimeUnit.SECONDS);
  }

  @Test
  void whoseTurnDoesNotComeIsToldWhatTheFirstWasTold() throws Exception {
    api.take("ada");
    CompletableFuture<Decision> first = acquire(1, LONG);
    Denied refused = (Denied) get(acquire(1, SHORT));
    assertThat(refused.violated()).containsExactly("api");
    assertThat(refused.standings()).hasSize(1);
    assertThat(refused.standings().get(0).remaining()).isZero();
    assertThat(refused.retryAfter().orElseThrow()).isBetween(PERIOD.dividedBy(2), PERIOD);
    assertThat(first).isNotDone();
  }

  @Test
  void whoAsksForMoreThanThereEverIsIsNotToldToComeBack() throws Exception {
    api.take("ada");
    acquire(1, LONG);
    assertThat(((Denied) get(acquire(2, SHORT))).retryAfter()).isEmpty();
  }

  @Test
  void nobodyIsToldToComeBackAtOnce() throws Exception {
    api.take("other");
    watched.instead.put("take", CompletableFuture::new);
    acquire(1, LONG);
    assertThat(((Denied) get(acquire(1, SHORT))).retryAfter().orElseThrow()).isPositive();
  }

  @Test
  void patienceIsAnHourAtMost() {
    for (Limiter limiter : List.of(api, api.inChunks(1, Duration.ofSeconds(1)))) {
      assertThatThrownBy(() -> limiter.acquire("ada", 1, LONG.plusMillis(1)))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("patience")
          .hasMessageContaining("PT1H0.001S")
          .hasMessageContaining("an hour");
    }
    assertThat(api.acquire("ada", 1, LONG).allowed()).isTrue();
    assertThat(api.acquire("ada", 1, Duration.ofSeconds(Long.MIN_VALUE)).allowed()).isFalse();
  }

  @Test
  void nobodyWaitsForAMainstayThatIsClosed() throws Exception {
    api.take("ada");
    List<CompletableFuture<Decision>> waiters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiters.add(api.async().acquire("ada", 1, LONG).toCompletableFuture());
    }
    assertThat(waiters).noneMatch(CompletableFuture::isDone);
    mainstay.close();
    for (CompletableFuture<Decision> one : waiters) {
      assertThat(((Denied) get(one)).retryAfter().orElseThrow()).isPositive();
    }
    assertThat(get(api.async().acquire("ada", 1, LONG).toCompletableFuture()))
        .isInstanceOf(Denied.class);
  }

  @Test
  void nothingIsTakenForWhoHasLostInterest() {
    limits.limiter("soon", Limit.of(1, Duration.ofMillis(50))).take("ada");
    CompletableFuture<Decision> first =
        waiting.acquire(Take.of("soon", "ada"), LONG).toCompletableFuture();
    int asked = watched.asked("take");
    first.cancel(false);
    await(() -> later.due() == 0);
    await(() -> limits.state(Take.of("soon", "ada")).remaining() == 1);
    assertThat(watched.asked("take")).isEqualTo(asked);
  }

  @Test
  void whoeverIsBehindOneThatLeftAsksAtOnce() throws Exception {
    api.take("ada");
    CompletableFuture<Decision> first = acquire(1, LONG);
    CompletableFuture<Decision> second = acquire(1, LONG);
    CompletableFuture<Decision> third = acquire(1, LONG);
    second.cancel(false);
    assertThat(api.reset("ada")).isTrue();
    first.cancel(false);
    assertThat(get(third).allowed()).isTrue();
    await(() -> later.due() == 0);
  }

  @Test
  void whoeverIsInterruptedIsWaitedForNoMore() throws Exception {
    api.take("ada");
    Thread waiter = new Thread(() -> api.acquire("ada", 1, LONG));
    waiter.setUncaughtExceptionHandler((thread, interrupted) -> {});
    int asked = watched.asked("take");
    waiter.start();
    await(() -> watched.asked("take") == asked + 1 && waiter.getState() == State.WAITING);
    waiter.interrupt();
    waiter.join();
    assertThat(api.reset("ada")).isTrue();
    CompletableFuture<Decision> next = api.async().acquire("ada", 1, LONG).toCompletableFuture();
    assertThat(get(next).allowed()).as("stands behind nobody").isTrue();
  }

  @Test
  void whoWasServedIsWaitedForNoMore() throws Exception {
    Take take = Take.of("soon", "ada");
    limits.limiter("soon", Limit.of(1, Duration.ofMillis(50))).take("ada");
    List<CompletableFuture<Decision>> waiters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiters.add(waiting.acquire(take, LONG).toCompletableFuture());
    }
    for (CompletableFuture<Decision> one : waiters) {
      assertThat(get(one).allowed()).isTrue();
    }
    await(() -> later.due() == 0);
  }

  @Test
  void anyNumberOfThemMayBeToldAtOnce() throws Exception {
    api.take("ada");
    CompletableFuture<Object> held = new CompletableFuture<>();
    watched.instead.put("take", () -> held);
    List<CompletableFuture<Decision>> waiters = new ArrayList<>();
    for (int i = 0; i < 9_000; i++) {
      waiters.add(acquire(1, Duration.ofMinutes(1)));
    }
    watched.instead.remove("take");
    held.completeExceptionally(
        new StoreUnavailableException("limits.take", "silent", Applied.NO, Duration.ZERO, null));
    for (CompletableFuture<Decision> one : waiters) {
      get(one);
    }
  }
}
