package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Look;
import dev.mainstay.codec.Codec;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What many keys at once cost a server: so many commands, in how few reads of its sockets. */
class CacheBatchTest {
  private static final int KEYS = 1_000;

  /** It was 2 to 44 where it was measured; commands that go one by one are as many as keys. */
  private static final long FEW = 200;

  private static final Executor THREADS = work -> new Thread(work).start();
  private static final Freshness FRESH = Freshness.of(Duration.ofMinutes(10));
  private static TestRedis redis;
  private static RedisClient client;
  private static RedisCommands<String, String> admin;
  private static Mainstay mainstay;
  private final Cache<String, String> cache = mainstay.cache("batch", FRESH, Codec.TEXT);
  private final AtomicInteger loads = new AtomicInteger();
  private final AtomicInteger loadedKeys = new AtomicInteger();

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    client = RedisClient.create(redis.url());
    admin = client.connect().sync();
    mainstay = Mainstay.on(connect());
  }

  /**
   * Patient, so that a busy machine fails no test; said of the cache by itself, since of one store
   * for all it reads with a deadline of 40 ms at most.
   */
  private static RedisEngine connect() {
    RedisOptions state =
        RedisOptions.parse(redis.url())
            .withReadDeadline(Duration.ofSeconds(5))
            .withWriteDeadline(Duration.ofSeconds(5))
            .withHeartbeat(Duration.ofSeconds(5));
    return RedisEngine.connect(state, state.withRole("cache"));
  }

  @AfterAll
  static void stop() {
    mainstay.close();
    client.shutdown();
    redis.close();
  }

  @AfterEach
  void empty() {
    admin.keys("*").forEach(key -> assertThat(admin.pttl(key)).as(key).isPositive());
    admin.flushall();
  }

  private static List<String> keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> "k" + i).toList();
  }

  private Map<String, String> load(Set<String> keys) {
    loads.incrementAndGet();
    loadedKeys.addAndGet(keys.size());
    Map<String, String> values = new LinkedHashMap<>();
    keys.forEach(key -> values.put(key, "value of " + key));
    return values;
  }

  /** What the server was asked, beside what heartbeats and this test ask it. */
  private static Map<String, Long> commands(Runnable work) {
    admin.configResetstat();
    work.run();
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
    calls.keySet().retainAll(Set.of("get", "mget", "set", "evalsha", "del"));
    return calls;
  }

  /** How often the server read since that was counted: at least once for what comes together. */
  private static long reads() {
    String stats = admin.info("stats");
    return Long.parseLong(stats.replaceAll("(?s).*total_reads_processed:(\\d+).*", "$1"));
  }

  @Test
  void aThousandMissesAreThreeTripsAndOneLoad() {
    Map<String, String> loaded = cache.getAll(keys(KEYS), this::load);
    assertThat(loaded).hasSize(KEYS);
    assertThat(loads).hasValue(1);
    awaitStored(KEYS);
    admin.flushall();
    Map<String, Long> commands = commands(() -> cache.getAll(keys(KEYS), this::load));
    assertThat(commands).containsEntry("get", 1_000L);
    // The script that fills sets too, and some do so by then.
    long leases = commands.get("set") - commands.getOrDefault("evalsha", 0L);
    assertThat(leases).isEqualTo(1_000L);
    assertThat(reads()).isLessThan(FEW);
    awaitStored(KEYS);
  }

  /** They are stored in turn, after who asked was answered. */
  private void awaitStored(int count) {
    String last = "k" + (count - 1);
    Awaitility.await().until(() -> cache.look(last) instanceof Look.Fresh<String>);
  }

  @Test
  void aThousandHitsAreOneTrip() {
    cache.putAll(load(Set.copyOf(keys(KEYS))));
    assertThat(commands(() -> assertThat(cache.getAll(keys(KEYS), this::load)).hasSize(KEYS)))
        .isEqualTo(Map.of("get", 1_000L));
    assertThat(reads()).isLessThan(FEW);
    assertThat(loads).hasValue(1);
  }

  @Test
  void aThousandPutsAreOneTrip() {
    Map<String, String> values = load(Set.copyOf(keys(KEYS)));
    assertThat(commands(() -> cache.putAll(values))).isEqualTo(Map.of("set", 1_000L));
    assertThat(reads()).isLessThan(FEW);
    assertThat(cache.getAll(values.keySet(), this::load)).isEqualTo(values);
  }

  @Test
  void tenThousandMeetNoBoundOfTheLink() {
    assertThat(cache.getAll(keys(Cache.MOST_AT_ONCE), this::load)).hasSize(Cache.MOST_AT_ONCE);
    awaitStored(Cache.MOST_AT_ONCE);
    assertThat(cache.getAll(keys(Cache.MOST_AT_ONCE), this::load)).hasSize(Cache.MOST_AT_ONCE);
    assertThat(loads).hasValue(1);
  }

  @Test
  void twoProcessesThatAskInOppositeOrderDoNotWaitForEachOther() {
    List<String> keys = keys(100);
    List<String> reversed = new ArrayList<>(keys);
    Collections.reverse(reversed);
    try (Mainstay other = Mainstay.on(connect())) {
      Cache<String, String> theirs = other.cache("batch", FRESH, Codec.TEXT);
      for (int round = 0; round < 50; round++) {
        loadedKeys.set(0);
        List<CompletableFuture<Map<String, String>>> all = new ArrayList<>();
        for (Cache<String, String> one : List.of(cache, theirs)) {
          all.add(CompletableFuture.supplyAsync(() -> one.getAll(keys, this::load), THREADS));
          all.add(CompletableFuture.supplyAsync(() -> one.getAll(reversed, this::load), THREADS));
        }
        all.forEach(
            one ->
                assertThat(one)
                    .succeedsWithin(Duration.ofSeconds(20))
                    .extracting(Map::size)
                    .isEqualTo(100));
        assertThat(loadedKeys).hasValue(100);
        cache.invalidate(keys);
      }
    }
  }
}
