package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.events.Event;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Moves;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What entries of caches cost a server, and what becomes of them when connections break. */
class CacheStoreTest {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final EntryKey KEY = new EntryKey("web", "users", "ada");
  private static final String SPELLED = "ms:c1:{web:users:ada}";
  private static final List<Event> EVENTS = new CopyOnWriteArrayList<>();
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
    RedisOptions state = RedisOptions.parse(redis.url());
    // Patient, so that a busy machine fails no test.
    RedisOptions cache =
        state
            .withClientName("caches")
            .withReadDeadline(Duration.ofSeconds(5))
            .withWriteDeadline(Duration.ofSeconds(5))
            .withListener(EVENTS::add);
    engine = RedisEngine.connect(state, cache);
    store = engine.cache();
    drive();
  }

  @AfterAll
  static void stop() {
    engine.close();
    client.shutdown();
    redis.close();
  }

  @AfterEach
  void empty() {
    admin.keys("*").forEach(key -> assertThat(admin.pttl(key)).as(key).isPositive());
    admin.flushall();
    EVENTS.clear();
  }

  /** Every script once, so that the server knows them all. */
  private static void drive() {
    Ticket ticket = vacant();
    done(store.extend(KEY, ticket, LEASE));
    done(store.fill(KEY, ticket, entry("warm"), LIFE));
    done(store.get(KEY));
  }

  @Test
  void eachOperationIsOneCommand() {
    assertThat(commands(() -> assertThat(done(store.get(KEY))).isEqualTo(Stored.ABSENT)))
        .isEqualTo(Map.of("get", 1L));
    Ticket[] ticket = new Ticket[1];
    assertThat(commands(() -> ticket[0] = vacant())).isEqualTo(Map.of("set", 1L));
    assertThat(commands(() -> done(store.fill(KEY, ticket[0], entry("x"), LIFE))))
        .containsEntry("evalsha", 1L)
        .doesNotContainKeys("eval", "del");
    assertThat(commands(() -> done(store.put(KEY, entry("y"), LIFE)))).isEqualTo(Map.of("set", 1L));
    assertThat(commands(() -> assertThat(done(store.invalidate(List.of(KEY)))).isEqualTo(1)))
        .isEqualTo(Map.of("del", 1L));
    done(store.moves("web", "users", List.of("a", "b")));
    assertThat(commands(() -> done(store.moves("web", "users", List.of("a", "b")))))
        .isEqualTo(Map.of("mget", 1L));
  }

  @Test
  void aValueTakes24BytesBesideItsPayload() {
    done(store.put(KEY, entry("0123456789"), LIFE));
    assertThat(admin.strlen(SPELLED)).isEqualTo(34);
    assertThat(admin.pttl(SPELLED)).isBetween(LIFE.toMillis() - 5_000, LIFE.toMillis());
  }

  @Test
  void aLeaseThatCameTooLateIsGivenBack() {
    RedisOptions state = RedisOptions.parse(redis.url());
    try (RedisEngine other =
        RedisEngine.connect(state, state.withReadDeadline(Duration.ofMillis(100)))) {
      CacheStore late = other.cache();
      assertThat(done(late.get(KEY))).isEqualTo(Stored.ABSENT);
      admin.configResetstat();
      admin.clientPause(250);
      assertThatThrownBy(() -> done(late.acquire(KEY, LEASE)))
          .hasCauseInstanceOf(StoreUnavailableException.class);
      Awaitility.await().until(() -> admin.info("commandstats").contains("cmdstat_set:"));
      Awaitility.await().until(() -> done(store.get(KEY)).equals(Stored.ABSENT));
    }
  }

  @Test
  void whatWasInvalidatedMeanwhileIsNotFilled() {
    Ticket ticket = vacant();
    assertThat(done(store.acquire(KEY, LEASE))).isEqualTo(new Stored.Leased(ticket.number()));
    admin.del(SPELLED);
    assertThat(done(store.fill(KEY, ticket, entry("old"), LIFE))).isFalse();
    assertThat(done(store.extend(KEY, ticket, LEASE))).isFalse();
    assertThat(done(store.release(KEY, ticket))).isFalse();
    assertThat(done(store.get(KEY))).isEqualTo(Stored.ABSENT);
  }

  @Test
  void aValueIsReplacedByOneAtATime() {
    done(store.put(KEY, entry("old"), LIFE));
    long stamp = ((Stored.Value) done(store.get(KEY))).stamp();
    assertThat(done(store.refresh(KEY, stamp + 1, LEASE))).isEmpty();
    Optional<Ticket> mine = done(store.refresh(KEY, stamp, LEASE));
    assertThat(mine).map(Ticket::number).contains(stamp);
    assertThat(done(store.refresh(KEY, stamp, LEASE))).isEmpty();
    assertThat(admin.exists(SPELLED + ":r")).isEqualTo(1);
    assertThat(done(store.extend(KEY, mine.orElseThrow(), LIFE))).isTrue();
    assertThat(admin.pttl(SPELLED + ":r")).isGreaterThan(LEASE.toMillis());
    assertThat(done(store.release(KEY, mine.orElseThrow()))).isTrue();
    assertThat(done(store.release(KEY, mine.orElseThrow()))).isFalse();
    Ticket again = done(store.refresh(KEY, stamp, LEASE)).orElseThrow();
    assertThat(done(store.fill(KEY, again, entry("new"), LIFE))).isTrue();
    assertThat(admin.exists(SPELLED + ":r")).isZero();
    assertThat(done(store.fill(KEY, again, entry("newer"), LIFE))).isFalse();
    assertThat(text(done(store.get(KEY)))).isEqualTo("new");
  }

  @Test
  void whoReplacesAValueThatIsGoneKeepsNobodyOff() {
    done(store.put(KEY, entry("old"), LIFE));
    long old = ((Stored.Value) done(store.get(KEY))).stamp();
    Ticket gone = done(store.refresh(KEY, old, LEASE)).orElseThrow();
    done(store.put(KEY, entry("new"), LIFE));
    long now = ((Stored.Value) done(store.get(KEY))).stamp();
    assertThat(done(store.refresh(KEY, now, LEASE))).isPresent();
    assertThat(done(store.extend(KEY, gone, LIFE))).isFalse();
    assertThat(done(store.release(KEY, gone))).isFalse();
    assertThat(done(store.drop(KEY, old))).isFalse();
    assertThat(done(store.drop(KEY, now))).isTrue();
  }

  @Test
  void nothingIsFilledWhileWritersWrite() {
    Ticket before = vacant();
    done(store.begin(KEY, 1, LEASE));
    done(store.begin(KEY, 2, Duration.ofSeconds(1)));
    assertThat(admin.pttl(SPELLED)).isGreaterThan(20_000);
    assertThat(done(store.fill(KEY, before, entry("old"), LIFE))).isFalse();
    assertThat(done(store.acquire(KEY, LEASE))).isEqualTo(Stored.WRITTEN);
    assertThat(done(store.finish(KEY, 2, entry("two"), LIFE))).isFalse();
    assertThat(done(store.get(KEY))).isEqualTo(Stored.WRITTEN);
    assertThat(done(store.finish(KEY, 1, entry("one"), LIFE))).isFalse();
    assertThat(done(store.get(KEY))).isEqualTo(Stored.ABSENT);
    done(store.begin(KEY, 1, LEASE));
    assertThat(done(store.finish(KEY, 1, entry("one"), LIFE))).isTrue();
    assertThat(text(done(store.get(KEY)))).isEqualTo("one");
    assertThat(done(store.finish(KEY, 1, entry("late"), LIFE))).isFalse();
    assertThat(done(store.get(KEY))).isEqualTo(Stored.ABSENT);
  }

  @Test
  void foreignBytesAreAbsentAndStandInNobodysWay() {
    admin.set(SPELLED, "{\"name\":\"Ada\"}", SetArgs.Builder.ex(60));
    assertThat(done(store.get(KEY))).isEqualTo(Stored.ABSENT);
    assertThat(EVENTS).contains(new Event.PayloadRejected("entry"));
    Ticket ticket = vacant();
    assertThat(done(store.fill(KEY, ticket, entry("ours"), LIFE))).isTrue();
  }

  @Test
  void aPrefixIsDroppedWithLeasesAndWritesButNoOthers() {
    for (int i = 0; i < 3_000; i++) {
      done(store.put(key("a:" + i), entry("x"), LIFE));
    }
    done(store.acquire(key("a:lease"), LEASE));
    done(store.begin(key("a:write"), 1, LEASE));
    done(store.put(key("b"), entry("x"), LIFE));
    done(store.move("web", "users", List.of("a:tag")));
    long stamp = ((Stored.Value) done(store.get(key("a:7")))).stamp();
    done(store.refresh(key("a:7"), stamp, LEASE));
    assertThat(done(store.invalidatePrefix("web", "users", "a:"))).isEqualTo(3_002);
    assertThat(admin.keys("*"))
        .containsExactlyInAnyOrder(
            "ms:c1:{web:users:b}",
            "ms:c1:{web:users:a%3A7}:r",
            "ms:c1:{web:users}:n",
            "ms:c1:{web:users}:t:a%3Atag");
    assertThat(done(store.invalidatePrefix("web", "users", ""))).isEqualTo(1);
  }

  @Test
  void manyKeysAreDroppedAndCounted() {
    List<EntryKey> keys = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      keys.add(key("k" + i));
    }
    keys.subList(0, 1_000).forEach(key -> done(store.put(key, entry("x"), LIFE)));
    assertThat(done(store.invalidate(keys))).isEqualTo(1_000);
    assertThat(done(store.invalidate(List.of()))).isZero();
  }

  @Test
  void tagsStandWhereTheCacheDoesUntilTheyMove() {
    Moves first = done(store.moves("web", "users", List.of("a", "b")));
    assertThat(first.moved()).containsExactly(first.count(), first.count());
    done(store.move("web", "users", List.of("a")));
    Moves moved = done(store.moves("web", "users", List.of("a", "b", "c")));
    long next = first.count() + 1;
    assertThat(moved).isEqualTo(new Moves(next, List.of(next, first.count(), next)));
    admin.set("ms:c1:{web:users}:n", "foreign", SetArgs.Builder.ex(60));
    assertThat(done(store.moves("web", "users", List.of("a"))).moved()).containsExactly(next);
    assertThat(done(store.moves("web", "others", List.of())).moved()).isEmpty();
    assertThat(admin.pttl("ms:c1:{web:users}:n")).isGreaterThan(Duration.ofDays(59).toMillis());
  }

  @Test
  void aTicketIsVoidWithoutItsConnection() {
    Ticket lease = vacant();
    done(store.put(key("other"), entry("x"), LIFE));
    long stamp = ((Stored.Value) done(store.get(key("other")))).stamp();
    Ticket refresh = done(store.refresh(key("other"), stamp, LEASE)).orElseThrow();
    kill("caches");
    Awaitility.await()
        .ignoreExceptions()
        .until(() -> done(store.get(KEY)) instanceof Stored.Leased);
    assertThat(done(store.fill(KEY, lease, entry("x"), LIFE))).isFalse();
    assertThat(done(store.extend(KEY, lease, LEASE))).isFalse();
    assertThat(done(store.release(KEY, lease))).isFalse();
    assertThat(done(store.fill(key("other"), refresh, entry("y"), LIFE))).isFalse();
    assertThat(done(store.get(KEY))).isEqualTo(new Stored.Leased(lease.number()));
    assertThat(text(done(store.get(key("other"))))).isEqualTo("x");
  }

  @Test
  void aTicketsTextOutlivesItsConnectionAndNoFailover() {
    String text = done(store.text(KEY, vacant())).orElseThrow();
    kill("caches");
    Awaitility.await()
        .ignoreExceptions()
        .until(() -> done(store.get(KEY)) instanceof Stored.Leased);
    Ticket read = done(store.ticket(KEY, text)).orElseThrow();
    assertThat(done(store.extend(KEY, read, LEASE))).isTrue();
    // What a failover does to a server, with the lease still in it.
    admin.replicaof("127.0.0.1", 1);
    assertThat(done(store.ticket(KEY, text))).as("of a replica").isEmpty();
    admin.replicaofNoOne();
    assertThat(done(store.get(KEY))).isEqualTo(new Stored.Leased(read.number()));
    assertThat(done(store.ticket(KEY, text))).as("of another history").isEmpty();
  }

  @Test
  void scriptsThatWereFlushedAreLoadedAgainOverTheSameConnection() {
    Ticket ticket = vacant();
    admin.scriptFlush();
    assertThat(done(store.fill(KEY, ticket, entry("x"), LIFE))).isTrue();
    long stamp = ((Stored.Value) done(store.get(KEY))).stamp();
    admin.scriptFlush();
    Ticket refresh = done(store.refresh(KEY, stamp, LEASE)).orElseThrow();
    assertThat(done(store.fill(KEY, refresh, entry("y"), LIFE))).isTrue();
  }

  @Test
  void whoWaitsHearsOfTheEndOfALease() {
    Ticket ticket = vacant();
    CompletableFuture<Stored> waiting = store.await(KEY, LONG).toCompletableFuture();
    CompletableFuture<Stored> brief = store.await(KEY, Duration.ofMillis(50)).toCompletableFuture();
    assertThat(brief.join()).isEqualTo(new Stored.Leased(ticket.number()));
    assertThat(waiting).isNotDone();
    done(store.fill(KEY, ticket, entry("x"), LIFE));
    assertThat(text(waiting.join())).isEqualTo("x");
    done(store.invalidate(List.of(KEY)));
    assertThat(done(store.await(KEY, LONG))).isEqualTo(Stored.ABSENT);
  }

  @Test
  void warnsOfNothingThatConcernsStateAlone() {
    RedisOptions cache = RedisOptions.parse(redis.url()).withRole("cache");
    assertThat(cache.readDeadline()).isEqualTo(Duration.ofMillis(40));
    assertThat(cache.heartbeat()).isEqualTo(Duration.ofMillis(250));
    assertThat(cache.withReadDeadline(LONG).readDeadline()).isEqualTo(LONG);
    RedisOptions hurried = RedisOptions.parse(redis.url()).withReadDeadline(LONG).hurried();
    assertThat(hurried.readDeadline()).isEqualTo(Duration.ofMillis(40));
    assertThat(hurried.role()).isEqualTo("cache");
  }

  private static void kill(String name) {
    admin
        .clientList()
        .lines()
        .filter(line -> line.contains(" name=" + name + " "))
        .map(line -> line.replaceAll("^id=(\\d+) .*$", "$1"))
        .forEach(id -> admin.clientKill(io.lettuce.core.KillArgs.Builder.id(Long.parseLong(id))));
  }

  /** What the server was asked, beside what heartbeats and this test ask it. */
  private static Map<String, Long> commands(Runnable code) {
    admin.configResetstat();
    code.run();
    Map<String, Long> calls = new TreeMap<>();
    admin
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_"))
        .forEach(
            line -> {
              String[] parts = line.split("[_:=,]", 5);
              calls.put(parts[1], Long.parseLong(parts[3]));
            });
    calls.keySet().removeIf(name -> name.matches("time|info|config.*|client.*"));
    return calls;
  }

  private static EntryKey key(String name) {
    return new EntryKey("web", "users", name);
  }

  private static Ticket vacant() {
    return ((Stored.Vacant) done(store.acquire(KEY, LEASE))).ticket();
  }

  private static Entry entry(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    return Entry.of(payload, 1, System.currentTimeMillis(), Duration.ofMinutes(1));
  }

  private static String text(Stored stored) {
    return new String(((Stored.Value) stored).entry().payload(), StandardCharsets.UTF_8);
  }

  private static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
