package dev.mainstay.internal.limits;

import static dev.mainstay.testing.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Decision.Allowed;
import dev.mainstay.limits.Decision.Undecided;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.spi.Taken;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final Duration DEADLINE = Duration.ofMillis(50);

  private static final Decision ANY = new Allowed(List.of(), Duration.ZERO, "", List.of());

  private static void end(Ask ask, Collection<Ask> ended) {
    assertThat(ask.age()).isGreaterThanOrEqualTo(DEADLINE.toNanos());
    if (ask.complete(ANY)) {
      ended.add(ask);
    }
  }

  @Test
  void endsEachAskOfManyThreadsThatIsOverdueAndThenRests() throws Exception {
    ConcurrentLinkedQueue<Ask> overdue = new ConcurrentLinkedQueue<>();
    try (Later later = new Later()) {
      Watch watch =
          new Watch(later, Optional.of(DEADLINE), new Lane.Lanes(), ask -> end(ask, overdue));
      Thread[] threads = new Thread[4];
      for (int i = 0; i < threads.length; i++) {
        threads[i] =
            new Thread(
                () -> {
                  for (int n = 0; n < 1_000; n++) {
                    Ask ask = new Ask(List.of(), null);
                    watch.add(ask);
                    if (n % 2 == 0) {
                      ask.complete(ANY);
                    }
                  }
                });
        threads[i].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      await(() -> overdue.size() == 2_000);
      await(watch::isQuiet);
      watch.add(new Ask(List.of(), null));
      await(() -> overdue.size() == 2_001);
    }
  }

  @Test
  void anAskThatIsAddedAgainIsWatchedOnceAndNoOtherIsLost() {
    ConcurrentLinkedQueue<Ask> overdue = new ConcurrentLinkedQueue<>();
    try (Later later = new Later()) {
      Watch watch =
          new Watch(later, Optional.of(DEADLINE), new Lane.Lanes(), ask -> end(ask, overdue));
      Ask first = new Ask(List.of(), null);
      Ask second = new Ask(List.of(), null);
      Ask third = new Ask(List.of(), null);
      List.of(first, second, first, third, first).forEach(watch::add);
      await(() -> overdue.size() == 3);
      assertThat(overdue).containsExactlyInAnyOrder(first, second, third);
      await(watch::isQuiet);
    }
  }

  @Test
  void codeThatBlocksWhereAnAskEndsHoldsNoOtherUp() {
    CompletableFuture<Boolean> blocked = new CompletableFuture<>();
    ConcurrentLinkedQueue<Ask> ended = new ConcurrentLinkedQueue<>();
    Ask blocking = new Ask(List.of(), null);
    try (Later later = new Later()) {
      Watch watch =
          new Watch(
              later,
              Optional.of(DEADLINE),
              new Lane.Lanes(),
              ask -> {
                if (ask.equals(blocking)) {
                  blocked.join();
                }
                end(ask, ended);
              });
      watch.add(blocking);
      watch.add(new Ask(List.of(), null));
      await(() -> ended.size() == 1);
      blocked.complete(true);
      await(() -> ended.size() == 2);
    }
  }

  @Test
  void whoWasToldByHisDeadlineIsNotAskedForAfterAll() {
    WatchedEngine watched = new WatchedEngine(MemoryEngine.create());
    watched.instead.put("deadline", () -> Optional.of(DEADLINE));
    try (Mainstay mainstay = Mainstay.on(watched.engine())) {
      Limiter api = mainstay.limiter("api", Limit.of(5, Duration.ofHours(1)));
      api.take("other");
      CompletableFuture<Object> held = new CompletableFuture<>();
      watched.instead.put("take", () -> held);
      CompletableFuture<Decision> sent = api.async().take("key").toCompletableFuture();
      CompletableFuture<Decision> behind = api.async().take("key").toCompletableFuture();
      assertThat(sent.join()).isInstanceOf(Undecided.class);
      assertThat(behind.join()).isInstanceOf(Undecided.class);
      watched.instead.remove("take");
      int asked = watched.asked("take");
      held.complete(new Taken.Superseded(0));
      assertThat(watched.asked("take")).isEqualTo(asked);
      assertThat(api.take("key").standings().get(0).remaining()).isEqualTo(4);
    }
  }
}
