package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.faults.Proxy;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session that is found near costs no command, and ends with whatever happens to it. */
class SessionNearTest {
  private static final Duration AGE = Duration.ofSeconds(1);

  /** By what a hit may be older, on a machine that does other things too. */
  private static final Duration LATE = Duration.ofMillis(50);

  private static final SessionPolicy NEAR = SessionPolicy.DEFAULT.limit(1_000).near(1_000);
  private static TestRedis redis;
  private static Proxy proxy;
  private static RedisClient client;
  private static RedisCommands<String, String> admin;
  private static Mainstay mainstay;
  private static Mainstay other;
  private Sessions sessions;
  private Sessions elsewhere;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    proxy = Proxy.start(redis.port());
    client = RedisClient.create(redis.url());
    admin = client.connect().sync();
    mainstay = Mainstay.on(RedisEngine.connect("redis://127.0.0.1:" + proxy.port()));
    other = Mainstay.on(RedisEngine.connect(redis.url()));
  }

  @AfterAll
  static void stop() {
    mainstay.close();
    other.close();
    client.shutdown();
    proxy.close();
    redis.close();
  }

  @BeforeEach
  void connect() {
    sessions = mainstay.sessions("web", NEAR);
    elsewhere = other.sessions("web", NEAR);
  }

  private String started() {
    return elsewhere.start("ada", Attributes.none()).token();
  }

  /** Finds until nobody has to be asked. */
  private Found near(String token) {
    await()
        .ignoreExceptions()
        .until(
            () -> {
              Found first = sessions.find(token);
              assertThat(first.isLive()).isTrue();
              return first == sessions.find(token);
            });
    return sessions.find(token);
  }

  @Test
  void aNearFindIsNoCommand() {
    String token = started();
    Found found = near(token);
    long before = asked();
    for (int i = 0; i < 10_000; i++) {
      assertThat(sessions.find(token)).isSameAs(found);
    }
    assertThat(asked()).isEqualTo(before);
  }

  @Test
  void aFindThatIsNotNearYetIsOneCommand() {
    near(started());
    String token = started();
    long before = asked();
    for (int i = 0; i < 100; i++) {
      assertThat(sessions.find(token).isLive()).isTrue();
    }
    assertThat(asked()).isEqualTo(before + 1);
  }

  @Test
  void whatOthersDoIsHeardOf() {
    List<Consumer<String>> ends =
        List.of(
            elsewhere::revoke,
            token -> elsewhere.revoke("ada", id(token)),
            token -> elsewhere.revokeAll("ada"),
            token -> elsewhere.rotate(token, Rotation.privilege()),
            token -> elsewhere.rotate(token, Rotation.login("bob")),
            token -> admin.del(key(token)),
            token -> admin.pexpire(key(token), 1),
            token -> admin.flushall());
    for (Consumer<String> end : ends) {
      String token = started();
      near(token);
      end.accept(token);
      await().until(() -> !sessions.find(token).isLive());
      assertThat(sessions.find(token).isLive()).isFalse();
    }
  }

  @Test
  void whenARevocationOfAllHasAnsweredNobodyIsFoundNear() {
    for (int i = 0; i < 3; i++) {
      String token = started();
      near(token);
      elsewhere.revokeEverything();
      assertThat(sessions.find(token)).isEqualTo(new Gone(Gone.Reason.REVOKED));
    }
    near(started());
  }

  @Test
  void whoEndsASessionHasEndedItHere() {
    near(started());
    for (int i = 0; i < 300; i++) {
      String token = started();
      assertThat(sessions.find(token).isLive()).isTrue();
      assertThat(sessions.find(token).isLive()).isTrue();
      assertThat(sessions.revoke(token)).isTrue();
      assertThat(sessions.find(token).isLive()).isFalse();
    }
  }

  @Test
  void aTouchEndsItAndItIsNearAgain() {
    Duration idle = Duration.ofSeconds(2);
    String token = elsewhere.with(SessionPolicy.idle(idle)).start("ada", Attributes.none()).token();
    near(token);
    long before = calls("evalsha");
    long end = System.nanoTime() + idle.multipliedBy(3).toNanos();
    long hits = 0;
    while (System.nanoTime() < end) {
      assertThat(sessions.find(token).isLive()).isTrue();
      hits++;
    }
    // One in a quarter of the idle time at least, and none more than one in a tenth.
    assertThat(calls("evalsha") - before).isBetween(12L, 30L);
    assertThat(hits).isGreaterThan(100_000);
  }

  @Test
  void theEndOfItsConnectionEndsWhatStandsOnIt() {
    String token = started();
    near(token);
    trackers().forEach(id -> admin.clientKill(KillArgs.Builder.id(id)));
    elsewhere.revoke(token);
    await().until(() -> !sessions.find(token).isLive());
    near(started());
  }

  @Test
  void aServerThatStandsStillIsBelievedForNoLonger() {
    String token = started();
    near(token);
    redis.freeze();
    assertBelievedForNoLonger(token);
    redis.thaw();
    await().ignoreExceptions().until(() -> sessions.find(token).isLive());
    near(token);
  }

  @Test
  void aConnectionThatIsHalfOpenIsBelievedForNoLonger() {
    String token = started();
    near(token);
    proxy.blackHole();
    elsewhere.revoke(token);
    assertBelievedForNoLonger(token);
    proxy.heal();
    await().ignoreExceptions().until(() -> !sessions.find(token).isLive());
    near(started());
  }

  /** What is near is found still, and in time it is not. */
  private void assertBelievedForNoLonger(String token) {
    long began = System.nanoTime();
    Found found = sessions.find(token);
    assertThat(found.isLive()).isTrue();
    long last = began;
    for (long at = began; at - began < 2 * AGE.toNanos(); at = System.nanoTime()) {
      if (isFound(token, found)) {
        last = at;
      }
    }
    assertThat(Duration.ofNanos(last - began)).isBetween(AGE.dividedBy(2), AGE.plus(LATE));
  }

  private boolean isFound(String token, Found found) {
    try {
      return sessions.find(token) == found;
    } catch (StoreUnavailableException away) {
      return false;
    }
  }

  private static String id(String token) {
    return token.split("\\.", -1)[2];
  }

  private static String key(String token) {
    return admin.keys("ms:s1:{*}:web:s:" + id(token)).get(0);
  }

  /** What is asked for sessions, but for the epochs of each heartbeat. */
  private static long asked() {
    return Stream.of("hgetall", "evalsha", "eval").mapToLong(SessionNearTest::calls).sum();
  }

  private static List<Long> trackers() {
    return admin
        .clientList()
        .lines()
        .filter(line -> line.matches(".* flags=[A-Za-z]*t[A-Za-z]* .*"))
        .map(line -> Long.parseLong(line.replaceAll("^id=(\\d+) .*$", "$1")))
        .toList();
  }

  private static long calls(String command) {
    return admin
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("^.*:calls=(\\d+),.*$", "$1")))
        .sum();
  }
}
