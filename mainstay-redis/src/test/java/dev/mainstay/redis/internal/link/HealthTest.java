package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.StoreState.Condition;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final int ROUNDS = 50_000;
  private static final RedisOptions OPTIONS = RedisOptions.parse("redis://h");
  private final AtomicInteger arrived = new AtomicInteger();

  /** The thread of the pulse misses an answer while the event loop hears of the end. */
  @Test
  void aMissDoesNotBringBackAConnectionThatBroke() {
    Wiring wiring = new Wiring(OPTIONS, new Traffic(OPTIONS, () -> {}, Runnable::run));
    Health health = new Health(wiring, OPTIONS.url().servers().get(0));
    health.closing(); // So that the log hears of each change in a whisper.
    CompletableFuture<Void> missing = CompletableFuture.runAsync(() -> miss(health));
    for (int round = 0; round < ROUNDS; round++) {
      health.connected();
      together(4 * round + 2);
      health.disconnected("broke");
      together(4 * round + 4);
      assertThat(health.state().condition()).as("round %s", round).isEqualTo(Condition.DOWN);
    }
    missing.join();
    wiring.plug().close();
  }

  private void miss(Health health) {
    for (int round = 0; round < ROUNDS; round++) {
      together(4 * round + 2);
      health.missed(1, false);
      together(4 * round + 4);
    }
  }

  /** Both threads go on at the same instant: so many have arrived by then. */
  private void together(int all) {
    arrived.incrementAndGet();
    while (arrived.get() < all) {
      Thread.onSpinWait();
    }
  }
}
