package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.AsyncLimiter;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Takes of different keys that meet go in one call, and each is decided by itself. */
class PlainTakesTest {
  private static TestRedis redis;
  private static RedisClient client;
  private static RedisCommands<String, String> admin;
  private static Mainstay mainstay;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
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

  private static long calls() {
    return admin
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:calls="))
        .mapToLong(line -> Long.parseLong(line.replaceAll("^[^=]*=(\\d+),.*", "$1")))
        .findFirst()
        .orElse(0);
  }

  private static List<CompletableFuture<Decision>> taken(AsyncLimiter limiter, String... keys) {
    List<CompletableFuture<Decision>> taken = new ArrayList<>();
    for (String key : keys) {
      taken.add(limiter.take(key).toCompletableFuture());
    }
    return taken;
  }

  @Test
  void manyThatMeetAreFewCalls() {
    Limiter api = mainstay.limiter("api", Limit.of(2, Duration.ofHours(1)));
    api.take("warm");
    long before = calls();
    String[] keys = new String[200];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "key" + i;
    }
    assertThat(taken(api.async(), keys)).allMatch(one -> one.join().allowed());
    assertThat(calls() - before).isBetween(4L, 199L);
    for (String key : List.of("key0", "key100", "key199")) {
      assertThat(api.state(key).remaining()).as(key).isEqualTo(1);
    }
  }

  @Test
  void aKeyOfAnotherKindFailsByItselfAlone() {
    Limiter odd = mainstay.limiter("odd", Limit.of(2, Duration.ofHours(1)));
    odd.take("warm");
    admin.rpush("ms:l1:{default:foreign}:odd", "what");
    admin.expire("ms:l1:{default:foreign}:odd", 60);
    List<CompletableFuture<Decision>> taken =
        taken(odd.async(), "first", "second", "foreign", "third");
    assertThatThrownBy(() -> taken.get(2).join()).hasMessageContaining("WRONGTYPE");
    taken.remove(2);
    assertThat(taken).allMatch(one -> one.join() instanceof Decision.Allowed);
    assertThat(odd.state("third").remaining()).isEqualTo(1);
  }
}
