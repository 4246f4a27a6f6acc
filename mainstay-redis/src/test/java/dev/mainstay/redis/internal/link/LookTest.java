package dev.mainstay.redis.internal.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.TestRedis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that does not read what it was answered must not take the store for silent. */
class LookTest {
  private static final byte[] KEY = "k".getBytes(US_ASCII);
  private static final Duration DEADLINE = Duration.ofMillis(40);

  private final CountDownLatch reads = new CountDownLatch(1);
  private TestRedis redis;
  private Link link;

  @BeforeEach
  void start() {
    redis = TestRedis.start();
    link = Link.connect(RedisOptions.parse(redis.url()).withRole("cache"));
    Calls.run(link, "SET", "k", "v");
  }

  @AfterEach
  void stop() {
    reads.countDown();
    link.close();
    redis.close();
  }

  /** From now on nothing that the server answers is read, until it is let. */
  private void readNothing() throws InterruptedException {
    CountDownLatch stands = new CountDownLatch(1);
    redis.freeze();
    var unused =
        Calls.send(link, "PING")
            .thenRun(
                () -> {
                  stands.countDown();
                  try {
                    reads.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    redis.thaw();
    stands.await();
  }

  @Test
  void isAnsweredAsSoonAsItReads() throws InterruptedException {
    readNothing();
    CompletableFuture<byte[]> read = link.get("test", KEY);
    await().during(DEADLINE.multipliedBy(3)).until(() -> !read.isDone());
    reads.countDown();
    assertThat(read.join()).isEqualTo("v".getBytes(US_ASCII));
  }

  @Test
  void endsAllTheSameWhereItNeverReads() throws InterruptedException {
    readNothing();
    CompletableFuture<byte[]> read = link.get("test", KEY);
    assertThatThrownBy(read::join)
        .hasCauseInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("500 ms");
    assertThat(reads.getCount()).as("still stands").isPositive();
  }

  @Test
  void aStoreThatIsSilentIsGivenUpAtTheDeadline() {
    redis.freeze();
    // A machine that hiccups may spoil a round, but not all of them.
    Duration least = took();
    for (int i = 0; i < 5 && least.compareTo(DEADLINE.multipliedBy(2)) > 0; i++) {
      least = took();
    }
    redis.thaw();
    assertThat(least).isBetween(DEADLINE, DEADLINE.multipliedBy(2));
  }

  private Duration took() {
    long begun = System.nanoTime();
    assertThatThrownBy(link.get("test", KEY)::join)
        .hasCauseInstanceOf(StoreUnavailableException.class);
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
