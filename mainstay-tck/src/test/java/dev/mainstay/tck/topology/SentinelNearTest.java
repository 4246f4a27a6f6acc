package dev.mainstay.tck.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Following;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.InvalidationChannel;
import dev.mainstay.cache.Look;
import dev.mainstay.codec.Codec;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.EmbeddedSentinel;
import dev.mainstay.embedded.NodeRole;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.spi.Engine;
import dev.mainstay.tck.TestServer;
import dev.mainstay.tck.near.Ages;
import dev.mainstay.tck.near.CacheAges;
import dev.mainstay.tck.near.Heard;
import dev.mainstay.tck.near.SessionAges;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What is near of a primary's keys that sentinels replace. */
@TestMethodOrder(OrderAnnotation.class)
class SentinelNearTest {
  private static final EmbeddedSentinel REDIS =
      EmbeddedSentinel.start(TestServer.watched().withAdmin());
  private static final Duration REPLICATED = Duration.ofMillis(500);

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  /** Its connections stay open, and it answers whatever it is asked. */
  @Test
  @Order(1)
  void aPrimaryThatIsDemotedAndAnswersStill() {
    try (Ages ages = new CacheAges(connect(), connect())) {
      awaitAnswers(ages);
      ages.pause(REPLICATED);
      EmbeddedNode primary = REDIS.primary();
      REDIS.failover();
      // What it takes until then is lost with its role.
      await().atMost(Duration.ofSeconds(30)).until(() -> isReplica(primary));
      ages.resume();
      await().atMost(Duration.ofSeconds(30)).until(ages::isWritten);
      awaitAnswers(ages);
      assertYoung(ages);
    }
  }

  @Test
  @Order(2)
  void aPrimaryThatStandsStillAndIsReplacedAndWakes() {
    standsStill(CacheAges::new);
  }

  @Test
  @Order(3)
  void theSameOfSessions() {
    standsStill(SessionAges::new);
  }

  private static void standsStill(BiFunction<Engine, Engine, Ages> what) {
    try (Ages ages = what.apply(connect(), connect())) {
      awaitAnswers(ages);
      ages.pause(REPLICATED);
      EmbeddedNode primary = REDIS.primary();
      primary.stall();
      ages.resume();
      await().atMost(Duration.ofSeconds(30)).until(ages::isWritten);
      primary.resume();
      awaitAnswers(ages);
      assertYoung(ages);
    }
  }

  @Test
  @Order(3)
  void whatIsPublishedIsHeardAtThePrimaryThatThereIsByThen() {
    List<String> outcomes = new CopyOnWriteArrayList<>();
    RedisClient client = RedisClient.create();
    try (Mainstay mainstay = Mainstay.on(connect(), Heard.into(outcomes))) {
      Cache<String, String> cache =
          mainstay.cache("followed", Freshness.of(Duration.ofMinutes(1)), Codec.TEXT);
      Following following = cache.follow(InvalidationChannel.of("cache:invalidate:{key}"));
      await().atMost(Duration.ofSeconds(30)).until(following::isHeard);
      EmbeddedNode old = REDIS.primary();
      REDIS.failover();
      await().atMost(Duration.ofSeconds(30)).until(() -> isReplica(old));
      await().atMost(Duration.ofSeconds(30)).until(() -> outcomes.contains("missed"));
      await().atMost(Duration.ofSeconds(30)).until(following::isHeard);
      cache.put("42", "tea");
      String url = REDIS.primary().adminUrl();
      client.connect(RedisURI.create(url)).sync().publish("cache:invalidate:42", "");
      await().until(() -> cache.look("42") instanceof Look.Absent);
      assertThat(outcomes).contains("heard");
    } finally {
      client.shutdown();
    }
  }

  private static boolean isReplica(EmbeddedNode node) {
    return node.role().filter(NodeRole.REPLICA::equals).isPresent();
  }

  private static RedisEngine connect() {
    return RedisEngine.connect(REDIS.url());
  }

  private static void awaitAnswers(Ages ages) {
    long before = ages.answers();
    await().atMost(Duration.ofSeconds(30)).until(() -> ages.answers() > before + 1_000);
  }

  private static void assertYoung(Ages ages) {
    assertThat(ages.oldest()).as(ages.toString()).isLessThanOrEqualTo(Ages.MOST.plus(Ages.LATE));
  }
}
