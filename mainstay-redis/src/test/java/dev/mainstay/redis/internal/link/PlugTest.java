package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.redis.RedisOptions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PlugTest {

  /** Whoever asks has counted the attempt, and waits for its end. */
  @Test
  void anAttemptThatCannotBeginFailsAsAnyOther() {
    RedisOptions options = RedisOptions.parse("redis://127.0.0.1:1");
    Plug plug = new Plug(options, new Traffic(options, () -> {}, Runnable::run));
    plug.close();

    CompletableFuture<Line> attempt = plug.open(options.url().servers().get(0), Login.NONE);
    await().until(attempt::isDone);
    assertThat(attempt).isCompletedExceptionally();
  }
}
