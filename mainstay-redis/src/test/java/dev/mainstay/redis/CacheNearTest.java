package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Loader;
import dev.mainstay.chaos.faults.Proxy;
import dev.mainstay.codec.Codec;
import dev.mainstay.near.Near;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept near costs no command, and ends with whatever the server or the network does. */
class CacheNearTest {
  private static final Duration AGE = Duration.ofSeconds(1);

  /** By what a hit may be older, on a machine that does other things too. */
  private static final Duration LATE = Duration.ofMillis(50);

  private static final Freshness NEAR =
      Freshness.of(Duration.ofMinutes(10)).near(Near.of(1_000).maxAge(AGE));
  private static final Loader<String, String> NEVER =
      key -> {
        throw new IllegalStateException("nobody is to load " + key);
      };
  private static TestRedis redis;
  private static Proxy proxy;
  private static RedisClient client;
  private static RedisCommands<String, String> admin;
  private static Mainstay mainstay;
  private static Mainstay other;
  private Cache<String, String> cache;
  private Cache<String, String> elsewhere;

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
    admin.flushall();
    cache = mainstay.cache("product", NEAR, Codec.TEXT);
    elsewhere = other.cache("product", NEAR, Codec.TEXT);
  }

  /** Reads until nobody has to be asked. */
  private void near(String key, String value) {
    await()
        .until(
            () -> {
              assertThat(cache.get(key, any -> value)).isEqualTo(value);
              long before = calls("get");
              // A machine that is busy may load for itself, which costs one command too.
              return cache.get(key, any -> value).equals(value) && calls("get") == before;
            });
  }

  @Test
  void aNearHitIsNoCommand() {
    near("k", "v");
    long before = asked();
    for (int i = 0; i < 10_000; i++) {
      assertThat(cache.get("k", NEVER)).isEqualTo("v");
    }
    assertThat(asked()).isEqualTo(before);
  }

  @Test
  void aMissIsFollowedByOneReadAndThenByNone() {
    near("warm", "v");
    cache.get("k", key -> "v");
    // Nobody waits for the filling.
    await().until(() -> admin.strlen("ms:c1:{default:product:k}") == 25);
    long before = asked();
    for (int i = 0; i < 100; i++) {
      assertThat(cache.get("k", NEVER)).isEqualTo("v");
    }
    assertThat(asked()).isEqualTo(before + 1);
  }

  @Test
  void ofAnEntryWithTagsOneReadIsEnoughOnceTheyAreKnown() {
    for (String key : List.of("a", "b", "c")) {
      elsewhere.put(key, Loaded.of(key).tags("t", "u"));
    }
    near("a", "a");
    long before = asked();
    assertThat(cache.get("b", NEVER)).isEqualTo("b");
    assertThat(asked()).isEqualTo(before + 1);
    assertThat(cache.get("b", NEVER)).isEqualTo("b");
    assertThat(asked()).isEqualTo(before + 1);
    elsewhere.invalidateTags(List.of("u"));
    await().until(() -> cache.get("a", key -> "new").equals("new"));
    assertThat(cache.get("b", key -> "new")).isEqualTo("new");
    assertThat(cache.get("c", key -> "new")).isEqualTo("new");
  }

  /**
   * A machine that is busy may load for itself: then the value is the one that was written last.
   */
  @Test
  void whoChangesItReadsItsChange() {
    for (int i = 0; i < 200; i++) {
      String value = "v" + i;
      cache.put("k", value);
      assertThat(cache.get("k", key -> value)).isEqualTo(value);
      assertThat(cache.get("k", key -> value)).isEqualTo(value);
      cache.invalidate("k");
      assertThat(cache.get("k", key -> value + "!")).isEqualTo(value + "!");
    }
  }

  @Test
  void whateverOthersDoIsHeardOf() {
    List<Runnable> changes =
        List.of(
            () -> elsewhere.put("k", "new"),
            () -> elsewhere.invalidate("k"),
            () -> elsewhere.intend(List.of("k")).close(),
            () -> admin.del("ms:c1:{default:product:k}"),
            () -> admin.pexpire("ms:c1:{default:product:k}", 1),
            () -> admin.flushall());
    for (Runnable change : changes) {
      near("k", "old");
      change.run();
      await().until(() -> cache.get("k", key -> "new").equals("new"));
      assertThat(cache.get("k", key -> "new")).isEqualTo("new");
      admin.flushall();
      await().until(() -> cache.get("k", key -> "old").equals("old"));
    }
  }

  @Test
  void everywhereMeansThatNobodyAnswersItAnyMore() {
    near("k", "old");
    proxy.stall();
    long began = System.nanoTime();
    assertThat(elsewhere.invalidateEverywhere(List.of("k")).isDone()).isTrue();
    assertThat(cache.get("k", key -> "new")).isEqualTo("new");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(AGE);
    proxy.heal();
  }

  @Test
  void theEndOfItsConnectionEndsWhatStandsOnIt() {
    near("k", "old");
    trackers().forEach(id -> admin.clientKill(KillArgs.Builder.id(id)));
    elsewhere.put("k", "new");
    await().until(() -> cache.get("k", NEVER).equals("new"));
    near("k", "new");
  }

  @Test
  void aServerThatStandsStillIsBelievedForNoLonger() {
    near("k", "old");
    redis.freeze();
    assertBelievedForNoLonger();
    redis.thaw();
    near("k", "old");
  }

  @Test
  void aConnectionThatIsHalfOpenIsBelievedForNoLonger() {
    near("k", "old");
    proxy.blackHole();
    elsewhere.put("k", "new");
    assertBelievedForNoLonger();
    proxy.heal();
    await().until(() -> cache.get("k", key -> "loaded").equals("new"));
    near("k", "new");
  }

  /** What is kept is answered still, and in time it is not. */
  private void assertBelievedForNoLonger() {
    long began = System.nanoTime();
    assertThat(cache.get("k", key -> "loaded")).isEqualTo("old");
    long last = began;
    for (long at = began; at - began < 2 * AGE.toNanos(); at = System.nanoTime()) {
      if (cache.get("k", key -> "loaded").equals("old")) {
        last = at;
      }
    }
    assertThat(Duration.ofNanos(last - began)).isLessThan(AGE.plus(LATE));
  }

  private static long asked() {
    return calls("get") + calls("mget") + calls("set") + calls("evalsha") + calls("eval");
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
