package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Following;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.InvalidationChannel;
import dev.mainstay.cache.Look;
import dev.mainstay.chaos.faults.Proxy;
import dev.mainstay.codec.Codec;
import dev.mainstay.events.Event;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services of any language, which publish with a client of their own. */
class CacheFollowTest {
  private static final Freshness FRESH = Freshness.of(Duration.ofMinutes(5));
  private static final InvalidationChannel CHANNEL =
      InvalidationChannel.of("shop[1]:*:invalidate:{key}!");
  private static final String BEFORE = "shop[1]:*:invalidate:";

  private final List<String> events = new CopyOnWriteArrayList<>();
  private TestRedis redis;
  private Proxy proxy;
  private RedisClient client;
  private StatefulRedisConnection<String, String> service;
  private Mainstay mainstay;
  private Cache<String, String> cache;

  @BeforeEach
  void start() {
    redis = TestRedis.start();
    proxy = Proxy.start(redis.port());
    client = RedisClient.create(redis.url());
    service = client.connect();
    mainstay =
        Mainstay.on(
            RedisEngine.connect("redis://127.0.0.1:" + proxy.port()),
            event -> {
              if (event instanceof Event.InvalidationHeard heard) {
                events.add(heard.outcome());
              }
            });
    cache = mainstay.cache("product", FRESH, Codec.TEXT);
  }

  @AfterEach
  void stop() {
    mainstay.close();
    client.shutdown();
    proxy.close();
    redis.close();
  }

  private boolean isThere(String key) {
    return !(cache.look(key) instanceof Look.Absent);
  }

  private long publish(String key) {
    return service.sync().publish(BEFORE + key + "!", "by hand");
  }

  @Test
  void aServiceThatPublishesIsHeard() {
    try (Following following = cache.follow(CHANNEL)) {
      await().until(following::isHeard);
      cache.put("42", "tea");
      cache.put("43", "coffee");
      assertThat(publish("42")).as("who hears").isEqualTo(1);
      await().until(() -> !isThere("42"));
      assertThat(service.sync().publish("shop1:x:invalidate:43!", "no")).as("who hears").isZero();
      assertThat(isThere("43")).isTrue();
      assertThat(events).containsExactly("heard");
    }
    await().until(() -> publish("43") == 0);
    assertThat(isThere("43")).isTrue();
  }

  @Test
  void followsAgainAfterItsConnectionBrokeAndSaysThatItMissedSome() {
    try (Following following = cache.follow(CHANNEL);
        Following other =
            mainstay.cache("other", FRESH, Codec.TEXT).follow(CHANNEL.emptyWhenMissed())) {
      Cache<String, String> emptied = mainstay.cache("other", FRESH, Codec.TEXT);
      await().until(() -> following.isHeard() && other.isHeard());
      cache.put("42", "tea");
      emptied.put("42", "tea");
      proxy.reset();
      await().until(() -> events.size() == 2);
      assertThat(events).containsOnly("missed");
      await().until(() -> emptied.look("42") instanceof Look.Absent);
      assertThat(isThere("42")).as("kept where it is not to be emptied").isTrue();
      await().until(() -> following.isHeard() && publish("42") == 1);
      await().until(() -> !isThere("42"));
    }
  }

  /** Nothing is said over a connection whose other end stands still. */
  @Test
  void aConnectionThatIsSilentIsLeft() {
    try (Following following = cache.follow(CHANNEL)) {
      await().until(following::isHeard);
      redis.freeze();
      await().until(() -> !following.isHeard());
      redis.thaw();
      await().until(following::isHeard);
      await().until(() -> events.contains("missed"));
    }
  }

  @Test
  void aServiceThatListensIsTold() {
    List<String> told = new CopyOnWriteArrayList<>();
    try (StatefulRedisPubSubConnection<String, String> listens = client.connectPubSub();
        Following following = cache.follow(CHANNEL.andTell())) {
      listens.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String pattern, String channel, String message) {
              told.add(channel);
            }
          });
      listens.sync().psubscribe("shop*");
      await().until(following::isHeard);
      cache.invalidate("1");
      cache.put("2", "tea");
      await().until(() -> told.size() == 2);
      assertThat(told).containsExactly(BEFORE + "1!", BEFORE + "2!");
      assertThat(isThere("2")).as("its own word is nothing to it").isTrue();
    }
  }
}
