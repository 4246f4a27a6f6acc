package dev.mainstay.redis.internal.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.TestRedis;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Request;
import dev.mainstay.spi.Watch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a revocation looks like of which only some copies are written yet. */
class EpochsTest {
  private static final String NAMESPACE = "web";
  private static TestRedis redis;
  private static Link link;

  private final Epochs epochs = new Epochs(link, Duration.ofMillis(1));
  private final Watch watch = new Kept();

  private static final class Kept extends Watch {
    @Override
    protected void ended() {}
  }

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    link = Link.connect(RedisOptions.parse(redis.url()));
  }

  @AfterAll
  static void stop() {
    link.close();
    redis.close();
  }

  /** What a find is judged by that reads a copy which is not written yet. */
  private long judged() {
    byte[] key = SessionKeys.epochs(NAMESPACE).get(0);
    link.dispatch(new Request("test", "SET", Deadline.WRITE, bytes("SET"), key, bytes("4"))).join();
    return epochs
        .then("test", Deadline.READ, NAMESPACE, key, CompletableFuture::completedFuture)
        .toCompletableFuture()
        .join();
  }

  @Test
  void whileOneCopyIsWatchedNoFindIsJudgedByAnOlderOne() {
    for (int i = 0; i < 1_000; i++) {
      epochs.seen("other" + i, System.nanoTime(), 1);
    }
    epochs.watched(NAMESPACE, System.nanoTime(), 5, watch);
    Watch another = new Kept();
    epochs.watched(NAMESPACE, System.nanoTime(), 5, another);
    another.close();
    assertThat(judged()).isEqualTo(5);
    epochs.beat().join();
    epochs.beat().join();
    assertThat(judged()).isEqualTo(5);
  }

  @Test
  void whatNobodyWatchesAnyMoreIsForgotten() {
    epochs.watched(NAMESPACE, System.nanoTime(), 5, watch);
    watch.close();
    await()
        .untilAsserted(
            () -> {
              epochs.beat().join();
              epochs.beat().join();
              assertThat(judged()).isEqualTo(4);
            });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
