package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for a load is told of its end by the server, and does not ask meanwhile. */
class CacheAwaitTest {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final EntryKey KEY = new EntryKey("web", "users", "ada");
  private static final String SPELLED = "ms:c1:{web:users:ada}";
  private static TestRedis redis;
  private static RedisClient client;
  private static RedisCommands<String, String> admin;
  private static RedisEngine engine;
  private static CacheStore store;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    client = RedisClient.create(redis.url());
    admin = client.connect().sync();
    RedisOptions options =
        RedisOptions.parse(redis.url())
            .withReadDeadline(Duration.ofSeconds(5))
            .withWriteDeadline(Duration.ofSeconds(5));
    engine = RedisEngine.connect(options, options);
    store = engine.cache();
    assertThat(trackers()).as("made before anybody waits").isEmpty();
  }

  @AfterAll
  static void stop() {
    engine.close();
    client.shutdown();
    redis.close();
  }

  /** The connection is there, and knows it. */
  @BeforeEach
  void connect() {
    admin.flushall();
    EntryKey other = new EntryKey("web", "users", "other");
    await()
        .until(
            () -> {
              done(store.await(other, LONG));
              return connections().anyMatch(line -> line.contains(" cmd=get "));
            });
    assertThat(trackers()).hasSize(1);
  }

  @Test
  void aFillWakes() {
    Ticket ticket = vacant(LEASE);
    CompletableFuture<Stored> waiting = waiting();
    done(store.fill(KEY, ticket, entry(), LIFE));
    assertThat(soon(waiting)).isInstanceOf(Stored.Value.class);
  }

  @Test
  void aDeletionByAnybodyWakes() {
    vacant(LEASE);
    CompletableFuture<Stored> waiting = waiting();
    admin.del(SPELLED);
    assertThat(soon(waiting)).isEqualTo(Stored.ABSENT);
  }

  @Test
  void aFlushWakes() {
    vacant(LEASE);
    CompletableFuture<Stored> waiting = waiting();
    admin.flushall();
    assertThat(soon(waiting)).isEqualTo(Stored.ABSENT);
  }

  @Test
  void theEndOfALeaseWakes() {
    vacant(Duration.ofSeconds(1));
    CompletableFuture<Stored> waiting = waiting();
    assertThat(soon(waiting)).isEqualTo(Stored.ABSENT);
  }

  @Test
  void aLeaseThatIsHeldLongerIsWaitedForLonger() {
    Ticket ticket = vacant(Duration.ofMillis(700));
    CompletableFuture<Stored> waiting = waiting();
    assertThat(done(store.extend(KEY, ticket, LEASE))).isTrue();
    await().during(Duration.ofSeconds(1)).until(() -> !waiting.isDone());
    done(store.release(KEY, ticket));
    assertThat(soon(waiting)).isEqualTo(Stored.ABSENT);
  }

  @Test
  void afterMostItSaysWhatIsThere() {
    Ticket ticket = vacant(LEASE);
    long began = System.nanoTime();
    assertThat(done(store.await(KEY, Duration.ofMillis(300))))
        .isEqualTo(new Stored.Leased(ticket.number()));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  void whoWaitsDoesNotAsk() {
    Ticket ticket = vacant(LEASE);
    long gets = calls("get");
    long ends = calls("pttl");
    List<CompletableFuture<Stored>> all =
        IntStream.range(0, 50).mapToObj(i -> store.await(KEY, LONG).toCompletableFuture()).toList();
    await().until(() -> calls("pttl") == ends + 50);
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(10))
        .until(() -> calls("get") == gets + 50 && calls("pttl") == ends + 50);
    done(store.fill(KEY, ticket, entry(), LIFE));
    all.forEach(waiting -> assertThat(soon(waiting)).isInstanceOf(Stored.Value.class));
    assertThat(calls("get")).isEqualTo(gets + 100);
  }

  @Test
  void theEndOfTheConnectionWakesAndItIsMadeAnew() {
    Ticket ticket = vacant(LEASE);
    CompletableFuture<Stored> waiting = waiting();
    long gets = calls("get");
    trackers().forEach(id -> admin.clientKill(KillArgs.Builder.id(id)));
    // It looks by itself until there is another, and then waits again.
    await().until(() -> calls("get") > gets);
    await().until(() -> trackers().size() == 1);
    assertThat(waiting).isNotDone();
    done(store.fill(KEY, ticket, entry(), LIFE));
    assertThat(soon(waiting)).isInstanceOf(Stored.Value.class);
  }

  @Test
  void whereTheServerDoesNotTrackItIsAskedAgainAndAgain() {
    admin.aclSetuser(
        "untracked",
        io.lettuce.core.AclSetuserArgs.Builder.on()
            .nopass()
            .allKeys()
            .allChannels()
            .allCommands()
            .removeCommand(
                io.lettuce.core.protocol.CommandType.CLIENT,
                io.lettuce.core.protocol.CommandKeyword.TRACKING));
    RedisOptions options =
        RedisOptions.parse(redis.url().replace("redis://", "redis://untracked:any@"))
            .withReadDeadline(Duration.ofSeconds(5));
    try (RedisEngine other = RedisEngine.connect(options, options)) {
      Ticket ticket = vacant(LEASE);
      CompletableFuture<Stored> waiting = other.cache().await(KEY, LONG).toCompletableFuture();
      await().pollDelay(Duration.ofMillis(300)).until(() -> !waiting.isDone());
      done(store.fill(KEY, ticket, entry(), LIFE));
      assertThat(soon(waiting)).isInstanceOf(Stored.Value.class);
    }
  }

  /** One that waits, and whose key the server has been asked for. */
  private static CompletableFuture<Stored> waiting() {
    long before = calls("pttl");
    CompletableFuture<Stored> waiting = store.await(KEY, LONG).toCompletableFuture();
    await().until(() -> calls("pttl") > before);
    assertThat(waiting).isNotDone();
    return waiting;
  }

  private static Stored soon(CompletableFuture<Stored> waiting) {
    return waiting.orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** The connections whose reads the server remembers. */
  private static List<Long> trackers() {
    return connections()
        .map(line -> Long.parseLong(line.replaceAll("^id=(\\d+) .*$", "$1")))
        .toList();
  }

  /** Those that are told of changes. */
  private static Stream<String> connections() {
    return admin
        .clientList()
        .lines()
        .filter(line -> line.matches(".* flags=[A-Za-z]*t[A-Za-z]* .*"));
  }

  private static long calls(String command) {
    return admin
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("^.*:calls=(\\d+),.*$", "$1")))
        .sum();
  }

  private static Ticket vacant(Duration lease) {
    return ((Stored.Vacant) done(store.acquire(KEY, lease))).ticket();
  }

  private static Entry entry() {
    byte[] payload = "x".getBytes(StandardCharsets.UTF_8);
    return Entry.of(payload, 1, System.currentTimeMillis(), Duration.ofMinutes(1));
  }

  private static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
