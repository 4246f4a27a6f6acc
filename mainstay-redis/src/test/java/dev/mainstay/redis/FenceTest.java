package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.errors.UnconfirmedException;
import dev.mainstay.sessions.Fence;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Started;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Revocations are acknowledged when the replica has them, and only then. */
class FenceTest {
  private static final SessionPolicy POLICY = SessionPolicy.DEFAULT.limit(2);
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);
  private static final Gone REVOKED = new Gone(Gone.Reason.REVOKED);
  private static TestRedis primary;
  private static TestRedis replica;
  private static RedisClient client;
  private static RedisCommands<String, String> admin;
  private static RedisEngine engine;
  private static Mainstay mainstay;
  private static Sessions sessions;

  @BeforeAll
  static void start() {
    primary = TestRedis.start("--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1");
    String[] follow = {"--replicaof", "127.0.0.1 " + primary.port()};
    replica = TestRedis.start(follow);
    client = RedisClient.create(primary.url());
    admin = client.connect().sync();
    await().until(() -> admin.info("replication").contains("state=online"));
    engine = RedisEngine.connect(primary.url());
    mainstay = Mainstay.on(engine);
    sessions = mainstay.sessions("web", POLICY);
    await().ignoreExceptions().until(() -> confirms() && calls("wait") > 0);
  }

  @AfterAll
  static void stop() {
    mainstay.close();
    client.shutdown();
    replica.close();
    primary.close();
  }

  @AfterEach
  void goOn() {
    replica.thaw();
    await().ignoreExceptions().until(FenceTest::confirms);
  }

  /** Whether a logout is acknowledged. */
  private static boolean confirms() {
    return sessions.revoke(token("nobody"));
  }

  private static long calls(String command) {
    String stats = admin.info("commandstats");
    int at = stats.indexOf("cmdstat_" + command + ":calls=");
    return at < 0
        ? 0
        : Long.parseLong(stats.substring(stats.indexOf('=', at) + 1, stats.indexOf(',', at)));
  }

  private static String token(String user) {
    return sessions.start(SessionStart.of(user)).token();
  }

  @Test
  void aLogoutIsConfirmedInOneFlush() {
    String token = token("ada");
    long waits = calls("wait");
    assertThat(sessions.revoke(token)).isTrue();
    assertThat(calls("wait")).isEqualTo(waits + 1);
    assertThat(sessions.find(token)).isEqualTo(REVOKED);
  }

  @Test
  void aLogoutThatTheReplicaDoesNotHaveIsUnconfirmedAndDone() {
    String token = token("ada");
    replica.freeze();
    unconfirmed(() -> sessions.revoke(token));
    assertThat(sessions.find(token)).isEqualTo(REVOKED);
    // Said again it finds nothing, and waits all the same.
    unconfirmed(() -> sessions.revoke(token));
    replica.thaw();
    await().ignoreExceptions().until(() -> !sessions.revoke(token));
  }

  @Test
  void withFullMemoryARepetitionWaitsTheSame() {
    String token = token("ada");
    admin.configSet("maxmemory", "1");
    try {
      replica.freeze();
      unconfirmed(() -> sessions.revoke(token));
      unconfirmed(() -> sessions.revoke(token));
      replica.thaw();
      await().ignoreExceptions().until(() -> !sessions.revoke(token));
    } finally {
      admin.configSet("maxmemory", "0");
    }
  }

  @Test
  void logOutEverywhereIsFencedToo() {
    token("eve");
    token("eve");
    replica.freeze();
    unconfirmed(() -> sessions.revokeAll("eve"));
    assertThat(sessions.list("eve")).isEmpty();
    unconfirmed(() -> sessions.revokeAll("eve"));
    // In a namespace of its own: for as long as processes count on the epoch from before, sessions
    // that are started in this one end with the rest.
    Sessions others = mainstay.sessions("revoked-as-a-whole", POLICY);
    unconfirmed(() -> others.revokeEverything());
    replica.thaw();
    await().ignoreExceptions().until(() -> sessions.revokeAll("eve") == 0);
  }

  @Test
  void aTokenThatCameUnconfirmedWorks() {
    String token = token("ada");
    replica.freeze();
    Rotated rotated = sessions.rotate(token, Rotation.privilege());
    assertThat(rotated).isInstanceOf(Rotated.Unconfirmed.class);
    String next = ((Rotated.Renewed) rotated).token();
    assertThat(sessions.find(next).isLive()).isTrue();
    assertThat(sessions.find(token)).isEqualTo(Gone.UNKNOWN);
    replica.thaw();
    AtomicReference<String> last = new AtomicReference<>(next);
    await().until(() -> turns(last) instanceof Rotated.Confirmed);
  }

  private static Rotated turns(AtomicReference<String> token) {
    Rotated rotated = sessions.rotate(token.get(), Rotation.privilege());
    token.set(((Rotated.Renewed) rotated).token());
    return rotated;
  }

  @Test
  void aPeriodicRotationDoesNotWait() {
    String token = token("ada");
    replica.freeze();
    assertThat(sessions.rotate(token, Rotation.periodic())).isInstanceOf(Rotated.Confirmed.class);
  }

  @Test
  void onlyAStartThatEvictsWaits() {
    replica.freeze();
    assertThat(sessions.start(SessionStart.of("max"))).isInstanceOf(Started.Confirmed.class);
    assertThat(sessions.start(SessionStart.of("max"))).isInstanceOf(Started.Confirmed.class);
    Started third = sessions.start(SessionStart.of("max"));
    assertThat(third).isInstanceOf(Started.Unconfirmed.class);
    assertThat(sessions.find(third.token()).isLive()).isTrue();
    assertThat(sessions.list("max")).hasSize(2);
    replica.thaw();
    await().until(() -> sessions.start(SessionStart.of("max")) instanceof Started.Confirmed);
  }

  @Test
  void aLoginThatCannotEndTheOldSessionForSureSaysSo() {
    String anonymous = sessions.start(SessionStart.anonymous()).token();
    replica.freeze();
    Rotated rotated = sessions.rotate(anonymous, Rotation.login("zoe"));
    assertThat(rotated).isInstanceOf(Rotated.Unconfirmed.class);
    assertThat(sessions.find(((Rotated.Renewed) rotated).token()).isLive()).isTrue();
    assertThat(sessions.find(anonymous)).isEqualTo(REVOKED);
  }

  @Test
  void whoeverDoesNotWaitIsNotTold() {
    Sessions unfenced = sessions.with(POLICY.fence(Fence.OFF));
    String token = token("ada");
    replica.freeze();
    assertThat(unfenced.revoke(token)).isTrue();
  }

  @Test
  void manyAtOnceShareTheirWaits() {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      tokens.add(token("many-" + i));
    }
    long waits = calls("wait");
    List<CompletableFuture<Boolean>> ended =
        tokens.stream().map(it -> sessions.async().revoke(it).toCompletableFuture()).toList();
    ended.forEach(one -> assertThat(one.join()).isTrue());
    assertThat(calls("wait") - waits).isBetween(1L, 25L);
  }

  @Test
  void withoutAPlaceForItsConnectionTheServerIsNotAskedWithEachCall() {
    String token = token("ada");
    assertThat(sessions.revoke(token)).isTrue();
    admin.configSet("maxclients", "1");
    try {
      admin.clientKill(KillArgs.Builder.id(waiting()));
      long begin = System.nanoTime();
      long rejected = stat("rejected_connections");
      while (System.nanoTime() - begin < ONE_SECOND.toNanos()) {
        assertThat(fails(token)).isTrue();
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      assertThat(stat("rejected_connections") - rejected).isBetween(1L, 1 + (long) (20 * seconds));
    } finally {
      admin.configSet("maxclients", "10000");
    }
  }

  /** Whether some logouts in a row are all refused. */
  private static boolean fails(String token) {
    List<CompletableFuture<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(sessions.async().revoke(token).toCompletableFuture());
    }
    return calls.stream().allMatch(call -> call.handle((done, failed) -> failed != null).join());
  }

  /** The number of the connection that waits. */
  private static long waiting() {
    String client =
        admin.clientList().lines().filter(it -> it.contains("cmd=wait")).findFirst().orElseThrow();
    return Long.parseLong(client.substring("id=".length(), client.indexOf(' ')));
  }

  private static long stat(String name) {
    String stats = admin.info("stats");
    int at = stats.indexOf(name + ":");
    return Long.parseLong(stats.substring(stats.indexOf(':', at) + 1, stats.indexOf('\r', at)));
  }

  private static void unconfirmed(Runnable call) {
    long begin = System.nanoTime();
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            UnconfirmedException.class, it -> assertThat(it.applied()).isEqualTo(Applied.YES));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(2_500));
  }
}
