package dev.mainstay.redis.internal.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.events.Listener;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.TestRedis;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Request;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.Partition;
import dev.mainstay.spi.SecretHash;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The store's clock goes on while a script runs. A script that read it in a session's last
 * millisecond may set an expiry that has passed by then: the key is gone, and stays gone.
 */
class LastMillisecondTest {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final SessionPolicy POLICY = SessionPolicy.idle(LIFE).lifetime(LIFE);
  private static final SecretHash NEXT = SecretHash.of(new byte[32]);
  private static final Credential SESSION =
      new Credential(
          new SessionKey("web", Partition.of("web", "ada"), "0123456789abcdef"),
          SecretHash.of(new byte[] {1}));
  private static TestRedis redis;
  private static Link link;

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

  @Test
  void aTouchLeavesNothing() {
    leavesNothing(store -> store.touch(SESSION.key(), Duration.ZERO));
  }

  @Test
  void aChangeLeavesNothing() {
    leavesNothing(store -> store.update(SESSION, Change.change().increment("n", 1)));
  }

  @Test
  void aTurnLeavesNothing() {
    leavesNothing(store -> store.turn(SESSION, NEXT, Duration.ZERO));
  }

  @Test
  void aTurnWithAGraceLeavesNothing() {
    leavesNothing(store -> store.turn(SESSION, NEXT, Duration.ofSeconds(5)));
  }

  /** The clock that scripts are given is in the last millisecond; the store's own is past it. */
  private static void leavesNothing(Function<RedisSessionStore, CompletionStage<?>> lastCommand) {
    long end = System.currentTimeMillis() + 300;
    ManualClock clock = new ManualClock(Instant.ofEpochMilli(end).minus(LIFE));
    command("DEL");
    RedisSessionStore store = RedisSessionStore.held(link, Listener.NONE, clock);
    NewSession session = new NewSession(SESSION, SessionStart.of("ada"), POLICY, null);
    store.start(session).toCompletableFuture().join();
    // For a script that runs in that millisecond the key is still there.
    command("PERSIST");
    clock.advance(LIFE.minusMillis(1));
    Awaitility.await().until(() -> System.currentTimeMillis() > end + 1);

    lastCommand.apply(store).toCompletableFuture().join();

    assertThat(command("PTTL")).containsExactly(-2L);
  }

  private static List<@Nullable Object> command(String name) {
    byte[][] parts = {name.getBytes(StandardCharsets.US_ASCII), SessionKeys.session(SESSION.key())};
    return link.dispatch(new Request("test", name, Deadline.WRITE, parts)).join();
  }
}
