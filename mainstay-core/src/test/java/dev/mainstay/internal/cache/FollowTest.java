package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Following;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.InvalidationChannel;
import dev.mainstay.cache.Look;
import dev.mainstay.codec.Codec;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.events.Event;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.spi.Ear;
import dev.mainstay.spi.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other services publish of keys, and what they are told. */
class FollowTest {
  private static final InvalidationChannel CHANNEL =
      InvalidationChannel.of("cache:invalidate:{key}");

  private final Engine engine = MemoryEngine.create();
  private final List<String> events = new ArrayList<>();
  private final List<String> published = new ArrayList<>();
  private Mainstay mainstay;
  private Cache<String, String> cache;
  private Cache<String, String> elsewhere;

  @BeforeEach
  void open() {
    mainstay =
        Mainstay.on(
            engine,
            event -> {
              if (event instanceof Event.InvalidationHeard heard) {
                events.add(heard.cache() + " " + heard.outcome());
              }
            });
    cache = mainstay.cache("product", Freshness.of(Duration.ofMinutes(1)), Codec.TEXT);
    elsewhere = mainstay.cache("product", Freshness.of(Duration.ofMinutes(1)), Codec.TEXT);
  }

  @AfterEach
  void close() {
    mainstay.close();
  }

  private void publish(String channel, String text) {
    engine.invalidations().tell(channel, text).toCompletableFuture().join();
  }

  private void listen() {
    var unused =
        engine
            .invalidations()
            .hear(
                "cache:invalidate:",
                "",
                new Ear() {
                  @Override
                  public void heard(String key, String text) {
                    published.add(key);
                  }

                  @Override
                  public void listens(boolean first) {}

                  @Override
                  public void deaf() {}
                });
  }

  @Test
  void whatOthersPublishIsAnInvalidationOfThatKey() {
    try (Following following = cache.follow(CHANNEL)) {
      assertThat(following.isHeard()).isTrue();
      cache.put("42", "tea");
      cache.put("43", "coffee");
      publish("cache:invalidate:42", "changed");
      assertThat(cache.look("42")).isInstanceOf(Look.Absent.class);
      assertThat(cache.look("43").orElse("")).isEqualTo("coffee");
      publish("cache:invalidated:43", "another channel");
      assertThat(cache.look("43").orElse("")).isEqualTo("coffee");
      assertThat(events).containsExactly("product heard");
    }
    publish("cache:invalidate:43", "nobody hears it");
    assertThat(cache.look("43").orElse("")).isEqualTo("coffee");
  }

  @Test
  void whatIsNoKeyIsPassedOver() {
    try (Following following = cache.follow(CHANNEL)) {
      publish("cache:invalidate:", "");
      publish("cache:invalidate:" + "x".repeat(513), "");
      assertThat(events).containsExactly("product foreign", "product foreign");
      assertThat(following.isHeard()).isTrue();
    }
  }

  @Test
  void othersAreToldOfEachKeyThatChangesHere() {
    listen();
    try (Following quiet = elsewhere.follow(CHANNEL)) {
      cache.invalidate("before");
      try (Following following = cache.follow(CHANNEL.andTell())) {
        cache.invalidate(List.of("1", "2"));
        cache.put("3", "tea");
        cache.intend(List.of("4")).close();
        cache.get("5", key -> "loaded");
        cache.invalidateAll();
        assertThat(following.isHeard() && quiet.isHeard()).isTrue();
      }
      cache.invalidate("after");
    }
    assertThat(published).containsExactly("1", "2", "3", "4");
  }

  /** A put would be dropped again by every replica that hears of it, and a load voided. */
  @Test
  void whatReplicasOfTheSameCacheTellIsNothingToThem() {
    try (Following mine = cache.follow(CHANNEL.andTell());
        Following other = elsewhere.follow(CHANNEL.andTell())) {
      cache.put("42", "tea");
      assertThat(elsewhere.look("42").orElse("")).isEqualTo("tea");
      assertThat(events).isEmpty();
      assertThat(mine.isHeard() && other.isHeard()).isTrue();
    }
  }

  @Test
  void twoCachesThatTellAndHearEachOtherDoSoOnce() {
    Cache<String, String> another =
        mainstay.cache("another", Freshness.of(Duration.ofMinutes(1)), Codec.TEXT);
    try (Following mine = cache.follow(CHANNEL.andTell());
        Following other = another.follow(CHANNEL.andTell())) {
      another.put("42", "old");
      cache.put("42", "tea");
      assertThat(another.look("42")).isInstanceOf(Look.Absent.class);
      assertThat(cache.look("42").orElse("")).isEqualTo("tea");
      assertThat(mine.isHeard() && other.isHeard()).isTrue();
    }
  }

  @Test
  void aPatternHasTheKeyOnce() {
    for (String pattern :
        List.of("cache:invalidate", "{key}", "a:{key}:{key}", "x".repeat(512) + "{key}")) {
      assertThatThrownBy(() -> InvalidationChannel.of(pattern))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("invalidationChannel");
    }
    assertThat(InvalidationChannel.of("a:{key}:b").after()).isEqualTo(":b");
  }
}
