package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.redis.RedisEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Once a change of a rule has answered, nobody decides by the one before. */
class RuleChangeTest {
  private static final Duration PER = Duration.ofSeconds(1);
  private static final long FIRST = 1_000;
  private static final int CHANGES = 30;
  private final AtomicLong answered = new AtomicLong(FIRST);
  private final AtomicLong seen = new AtomicLong();
  private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
  private volatile boolean isOver;

  @Test
  void noDecisionThatBeganAfterAChangeIsByTheOldRule() throws InterruptedException {
    RedisStore store = RedisStore.only();
    try (Mainstay one = Mainstay.on(RedisEngine.connect(store.url()));
        Mainstay other = Mainstay.on(RedisEngine.connect(store.url()))) {
      List<Thread> threads = new ArrayList<>();
      for (Mainstay mainstay : List.of(one, other)) {
        Limiter plain = mainstay.limits("change").limiter("n", Limit.gcra(FIRST, PER));
        Limiter chunks = plain.inChunks(20, Duration.ofMillis(300));
        for (Limiter limiter : List.of(plain, plain, chunks, chunks)) {
          threads.add(new Thread(() -> hammer(limiter)));
        }
      }
      threads.forEach(Thread::start);
      for (long n = FIRST + 1; n <= FIRST + CHANGES; n++) {
        one.limits("change").define("n", Limit.gcra(n, PER), Inherit.AS_IS);
        answered.set(n);
      }
      isOver = true;
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      isOver = true;
      store.empty();
    }
    assertThat(wrongs).isEmpty();
    assertThat(seen).hasValueGreaterThan(1_000);
  }

  private void hammer(Limiter limiter) {
    while (!isOver) {
      long least = answered.get();
      Decision decision = limiter.take("key");
      decision.standings().stream()
          .filter(standing -> standing.rule().permits() < least)
          .forEach(old -> wrongs.add(old + " after " + least));
      seen.addAndGet(decision.standings().size());
    }
  }
}
