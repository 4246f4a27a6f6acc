package dev.mainstay.internal.limits;

import static dev.mainstay.testing.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Rule;
import dev.mainstay.limits.Take;
import dev.mainstay.memory.MemoryEngine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What limits had still to do when their Mainstay was closed. */
class ClosingTest {
  private static final Limit HUNDRED = Limit.fixedWindow(100, Duration.ofDays(30));

  private final MemoryEngine engine = MemoryEngine.create();
  private final Mainstay closing = Mainstay.on(engine);
  private final Mainstay other = Mainstay.on(engine);
  private final Limits limits = closing.limits("web");

  @AfterEach
  void close() {
    closing.close();
    other.close();
  }

  @Test
  void nobodyIsToldThatAChangeHoldsEverywhereBeforeItDoes() {
    CompletableFuture<Rule> changed =
        limits.async().define("api", HUNDRED, Inherit.AS_IS).toCompletableFuture();
    closing.close();
    assertThatThrownBy(() -> changed.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            StoreUnavailableException.class,
            why -> assertThat(why.applied()).isEqualTo(Applied.YES));
    assertThat(other.limits("web").rule("api")).isPresent();
  }

  @Test
  void whatIsLeftOfAChunkIsGivenBack() {
    limits.limiter("api", HUNDRED).inChunks(50, Duration.ofSeconds(10)).take("ada");
    Take ada = Take.of("api", "ada");
    assertThat(other.limits("web").state(ada).remaining()).isEqualTo(50);
    closing.close();
    await(() -> other.limits("web").state(ada).remaining() == 99);
  }
}
