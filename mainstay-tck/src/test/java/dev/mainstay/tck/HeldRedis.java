package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.spi.Engine;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;

/**
 * The engine on Redis, held. The clock stands in the year 2100, so that no key ends by the server's
 * own; with every step the keys that a server on the held clock would have dropped are dropped.
 */
final class HeldRedis implements HeldEngine {
  private static final long START = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  /** No key is ever written with less time to live: the shortest idle time. */
  private static final long SHORTEST = 100;

  private static final ManualClock CLOCK = new ManualClock(Instant.ofEpochMilli(START));
  private static final RedisStore STORE = RedisStore.only();
  private static final Engine ONE = connect();
  private static final Engine OTHER = connect();

  private long nothingEndsUntil;

  /** An empty store, later than any before. */
  HeldRedis() {
    STORE.empty();
    CLOCK.advance(Duration.ofDays(1));
  }

  private static Engine connect() {
    RedisOptions options =
        RedisOptions.parse(STORE.url())
            .withHeartbeat(Duration.ofMillis(250))
            .withConnectTimeout(Duration.ofSeconds(30))
            .withReadDeadline(Duration.ofSeconds(10))
            .withWriteDeadline(Duration.ofSeconds(10));
    Engine engine = RedisEngine.held(options, CLOCK);
    Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
    return engine;
  }

  @Override
  public Engine engine() {
    return ONE;
  }

  @Override
  public Engine another() {
    return OTHER;
  }

  @Override
  public long now() {
    return CLOCK.millis();
  }

  @Override
  public void advance(long millis) {
    CLOCK.advance(Duration.ofMillis(millis));
    long now = CLOCK.millis();
    if (now > nothingEndsUntil) {
      long first = STORE.expire(START, now);
      nothingEndsUntil = Math.min(first, now + SHORTEST);
    }
  }

  @Override
  public void check() {
    assertThat(STORE.endless()).as("keys without an end").isEmpty();
    assertThat(STORE.scattered()).as("calls to more than one slot").isEmpty();
  }

  @Override
  public void close() {
    STORE.empty();
  }
}
