package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.CacheSize;
import dev.mainstay.cache.CacheStats;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Inspected;
import dev.mainstay.codec.Codec;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server takes for a use of an entry, and what looking at one costs it. */
class CacheInspectTest {
  private static final String SPELLED = "ms:c1:{default:product:k}";
  private static TestRedis redis;
  private static RedisClient client;
  private static RedisCommands<String, String> admin;
  private static Mainstay mainstay;
  private Cache<String, String> cache;

  @BeforeAll
  static void start() {
    redis = TestRedis.start("--maxmemory", "200mb", "--maxmemory-policy", "allkeys-lru");
    client = RedisClient.create(redis.url());
    admin = client.connect().sync();
    mainstay = Mainstay.on(RedisEngine.connect(redis.url()));
  }

  @AfterAll
  static void stop() {
    mainstay.close();
    client.shutdown();
    redis.close();
  }

  @BeforeEach
  void empty() {
    admin.flushall();
    cache = mainstay.cache("product", Freshness.of(Duration.ofMinutes(10)), Codec.TEXT);
  }

  private static long idle() {
    return admin.objectIdletime(SPELLED);
  }

  private static void letItLie() {
    await().atMost(20, TimeUnit.SECONDS).until(() -> idle() >= 2);
  }

  /** What {@link dev.mainstay.cache.CacheAdmin#inspect} says of a use, on this server. */
  @Test
  void askingForTheTimeTheIdlenessAndTheMemoryIsNoUseAndReadingTheHeadIs() {
    cache.put("k", "v");
    Map<String, Runnable> questions = new TreeMap<>();
    questions.put("PTTL", () -> admin.pttl(SPELLED));
    questions.put("PEXPIRETIME", () -> admin.pexpiretime(SPELLED));
    questions.put("OBJECT IDLETIME", CacheInspectTest::idle);
    questions.put("MEMORY USAGE", () -> admin.memoryUsage(SPELLED));
    questions.put("TYPE", () -> admin.type(SPELLED));
    questions.put("EXISTS", () -> admin.exists(SPELLED));
    questions.put("SCAN", () -> cache.admin().keys("k", 10));
    questions.put("size", () -> cache.admin().size());
    letItLie();
    questions.forEach(
        (name, question) -> {
          question.run();
          assertThat(idle()).as(name).isGreaterThanOrEqualTo(2);
        });
    Inspected.Value seen = (Inspected.Value) cache.admin().inspect("k");
    assertThat(seen.kept().idle()).hasValueSatisfying(of -> assertThat(of).isGreaterThan(of(1)));
    assertThat(idle()).as("reading the head").isLessThan(2);
    for (Runnable read :
        new Runnable[] {() -> admin.get(SPELLED), () -> admin.strlen(SPELLED), this::dump}) {
      letItLie();
      read.run();
      assertThat(idle()).isLessThan(2);
    }
  }

  private void dump() {
    admin.dump(SPELLED);
  }

  private static Duration of(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void inspectIsOneScriptAndCountsAsNoHit() {
    cache.put("k", "value");
    CacheStats before = cache.stats();
    cache.admin().inspect("k");
    admin.configResetstat();
    Inspected.Value seen = (Inspected.Value) cache.admin().inspect("k");
    String commands = admin.info("commandstats");
    assertThat(commands).contains("cmdstat_evalsha:calls=1,").doesNotContain("cmdstat_get:");
    assertThat(cache.stats()).isEqualTo(before);
    assertThat(seen.payload()).isEqualTo(5);
    assertThat(seen.readable()).isTrue();
    assertThat(seen.kept().bytes()).isEqualTo(admin.memoryUsage(SPELLED));
    assertThat(seen.fresh()).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10));
    assertThat(seen.kept().left().toMillis())
        .isBetween(admin.pttl(SPELLED), admin.pttl(SPELLED) + 5_000);
  }

  @Test
  void foreignBytesAreSeenAsSuch() {
    admin.set(SPELLED, "by hand");
    assertThat(cache.admin().inspect("k")).isInstanceOf(Inspected.Foreign.class);
    admin.del(SPELLED);
    admin.hset(SPELLED, "a", "b");
    assertThat(cache.admin().inspect("k")).isInstanceOf(Inspected.Foreign.class);
  }

  @Test
  void theSizeIsCountedAndWhatItTakesIsEstimated() {
    for (int i = 0; i < 3_000; i++) {
      cache.put("k" + i, "v".repeat(100 + i % 1_000));
    }
    mainstay.cache("other", Freshness.of(Duration.ofMinutes(1)), Codec.TEXT).put("k", "v");
    long bytes = 0;
    for (int i = 0; i < 3_000; i++) {
      bytes += admin.memoryUsage("ms:c1:{default:product:k" + i + "}");
    }
    CacheSize size = cache.admin().size();
    assertThat(size.entries()).isEqualTo(3_000);
    assertThat(size.measured()).isEqualTo(200);
    // The mean of 200 of these is off by a tenth in less than one run of ten thousand.
    assertThat((double) size.bytes() / bytes).isBetween(0.85, 1.15);
    assertThat(cache.admin().keys("k29", 1_000))
        .hasSize(111)
        .allMatch(key -> key.startsWith("k29"));
    assertThat(cache.admin().keys("", 7)).hasSize(7);
  }
}
