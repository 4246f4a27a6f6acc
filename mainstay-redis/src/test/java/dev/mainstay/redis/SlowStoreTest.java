package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.faults.Direction;
import dev.mainstay.chaos.faults.Proxy;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Started;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A store whose every answer is late, but not too late for a single trip. */
class SlowStoreTest {
  private static final Duration DELAY = Duration.ofMillis(170);
  private static final Duration MOST = Duration.ofMillis(250 + 50);
  private static final Duration MOST_OF_A_WRITE = Duration.ofMillis(500 + 50);

  @Test
  void anOperationOfTwoTripsHasOneDeadline() {
    try (TestRedis redis = TestRedis.start();
        Proxy proxy = Proxy.start(redis.port());
        Mainstay mainstay = Mainstay.on(RedisEngine.connect("redis://127.0.0.1:" + proxy.port()))) {
      Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
      String token = sessions.start(SessionStart.of("ada")).token();
      sessions.revoke(token);
      assertThat(sessions.find(token)).isEqualTo(new Gone(Gone.Reason.REVOKED));
      // A machine that hiccups may spoil a round, but not three in a row.
      Duration took = slowly(proxy, sessions, token);
      for (int i = 0; i < 2 && took.compareTo(MOST) > 0; i++) {
        took = slowly(proxy, sessions, token);
      }
      assertThat(took).isLessThanOrEqualTo(MOST);
    }
  }

  private static Duration slowly(Proxy proxy, Sessions sessions, String token) {
    find(sessions, token);
    proxy.delay(Direction.REPLIES, DELAY);
    try {
      return find(sessions, token);
    } finally {
      proxy.delay(Direction.REPLIES, Duration.ZERO);
    }
  }

  /** How long it took to hear that a session is gone, or that this is not to be known in time. */
  private static Duration find(Sessions sessions, String token) {
    long begin = System.nanoTime();
    try {
      assertThat(sessions.find(token)).isEqualTo(new Gone(Gone.Reason.REVOKED));
    } catch (StoreUnavailableException late) {
      assertThat(late).hasMessageContaining("250 ms");
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** It writes, and then waits for the replica with a second trip. */
  @Test
  void aStartThatEvictsHasOneDeadlineToo() {
    try (TestRedis redis = TestRedis.start("--repl-diskless-sync-delay", "0");
        TestRedis replica = TestRedis.start("--replicaof", "127.0.0.1 " + redis.port());
        Proxy proxy = Proxy.start(redis.port());
        Mainstay mainstay = Mainstay.on(RedisEngine.connect("redis://127.0.0.1:" + proxy.port()))) {
      Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT.limit(1));
      start(sessions);
      // Until it knows of the replica, nobody waits for it.
      replica.freeze();
      await().ignoreExceptions().until(() -> start(sessions) instanceof Started.Unconfirmed);
      replica.thaw();
      await().ignoreExceptions().until(() -> start(sessions) instanceof Started.Confirmed);
      // A machine that hiccups may spoil a round, but not three in a row.
      Duration took = slowStart(proxy, sessions);
      for (int i = 0; i < 2 && took.compareTo(MOST_OF_A_WRITE) > 0; i++) {
        took = slowStart(proxy, sessions);
      }
      assertThat(took).isLessThanOrEqualTo(MOST_OF_A_WRITE);
    }
  }

  private static Duration slowStart(Proxy proxy, Sessions sessions) {
    start(sessions);
    proxy.delay(Direction.REPLIES, DELAY.multipliedBy(2));
    try {
      long begin = System.nanoTime();
      assertThat(start(sessions)).isInstanceOf(Started.Unconfirmed.class);
      return Duration.ofNanos(System.nanoTime() - begin);
    } finally {
      proxy.delay(Direction.REPLIES, Duration.ZERO);
    }
  }

  private static Started start(Sessions sessions) {
    return sessions.start(SessionStart.of("ada"));
  }
}
