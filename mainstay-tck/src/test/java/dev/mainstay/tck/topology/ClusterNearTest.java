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
import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.NodeRole;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.tck.TestServer;
import dev.mainstay.tck.near.Ages;
import dev.mainstay.tck.near.CacheAges;
import dev.mainstay.tck.near.Heard;
import dev.mainstay.tck.near.SessionAges;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What is near of a cluster's keys, while slots and roles change hands. */
@TestMethodOrder(OrderAnnotation.class)
class ClusterNearTest {
  private static final EmbeddedCluster REDIS =
      EmbeddedCluster.start(TestServer.sharded().withAdmin());
  private static final Duration REPLICATED = Duration.ofMillis(500);

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  /** The server says nothing of the keys that it drops with the slot: redis 7.0. */
  @Test
  @Order(1)
  void aSlotThatIsTakenByForce() {
    try (Ages ages = new CacheAges(connect(), connect())) {
      awaitAnswers(ages);
      for (String key : CacheAges.keys()) {
        take(SlotHash.getSlot("ms:c1:{default:ages:" + key + "}"));
      }
      awaitAnswers(ages);
      assertYoung(ages);
    }
  }

  /** The sessions of a slot are gone with it, and nobody has revoked them. */
  @Test
  @Order(3)
  void aSlotOfSessionsThatIsTakenByForce() {
    try (SessionAges ages = new SessionAges(connect(), connect())) {
      awaitAnswers(ages);
      for (String key : ages.keys()) {
        take(SlotHash.getSlot(key));
      }
      awaitAnswers(ages);
      assertYoung(ages);
    }
  }

  /** Another primary takes a slot, without a word to who has it and without the keys. */
  private static void take(int slot) {
    EmbeddedNode from = REDIS.primaryOf(slot);
    EmbeddedNode to =
        REDIS.nodes().stream()
            .filter(node -> node.role().equals(Optional.of(NodeRole.PRIMARY)))
            .filter(node -> !node.equals(from))
            .findFirst()
            .orElseThrow();
    RedisClient client = RedisClient.create();
    try {
      RedisCommands<String, String> target = client.connect(RedisURI.create(to.adminUrl())).sync();
      target.clusterSetSlotImporting(slot, from(client, from));
      target.clusterSetSlotNode(slot, target.clusterMyId());
    } finally {
      client.shutdown();
    }
  }

  private static String from(RedisClient client, EmbeddedNode node) {
    return client.connect(RedisURI.create(node.adminUrl())).sync().clusterMyId();
  }

  @Test
  @Order(2)
  void aPrimaryThatStandsStillAndIsReplacedAndWakes() {
    standsStill(new CacheAges(connect(), connect()), "ms:c1:{default:ages:k0}");
  }

  @Test
  @Order(4)
  void aPrimaryOfSessionsThatStandsStillAndIsReplacedAndWakes() {
    SessionAges sessions = new SessionAges(connect(), connect());
    standsStill(sessions, sessions.keys().get(0));
  }

  private static void standsStill(Ages what, String key) {
    try (Ages ages = what) {
      awaitAnswers(ages);
      ages.pause(REPLICATED);
      EmbeddedNode primary = REDIS.primaryOf(SlotHash.getSlot(key));
      primary.stall();
      ages.resume();
      await().atMost(Duration.ofSeconds(30)).until(ages::isWritten);
      primary.resume();
      awaitAnswers(ages);
      assertYoung(ages);
    }
  }

  /** Whatever node it is published at: each tells all others. */
  @Test
  @Order(3)
  void whatIsPublishedAtAnyNodeIsHeardOnce() {
    List<String> outcomes = new CopyOnWriteArrayList<>();
    RedisClient client = RedisClient.create();
    try (Mainstay mainstay = Mainstay.on(connect(), Heard.into(outcomes))) {
      Cache<String, String> cache =
          mainstay.cache("followed", Freshness.of(Duration.ofMinutes(1)), Codec.TEXT);
      Following following = cache.follow(InvalidationChannel.of("cache:invalidate:{key}"));
      await().atMost(Duration.ofSeconds(30)).until(following::isHeard);
      int published = 0;
      for (EmbeddedNode node : REDIS.nodes()) {
        String key = "k" + published++;
        cache.put(key, "tea");
        client
            .connect(RedisURI.create(node.adminUrl()))
            .sync()
            .publish("cache:invalidate:" + key, "");
        await().until(() -> cache.look(key) instanceof Look.Absent);
      }
      assertThat(outcomes).hasSize(published).containsOnly("heard");
    } finally {
      client.shutdown();
    }
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
