package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.spi.Engine;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The engine on Redis, held. The clock stands in the year 2100, so that no key ends by the server's
 * own; with every step the keys that a server on the held clock would have dropped are dropped.
 */
final class HeldRedis implements HeldEngine {
  private static final long START = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  /** No key is ever written with less time to live: the shortest idle time. */
  private static final long SHORTEST = 100;

  private static final Map<RedisStore, Pair> PAIRS = new ConcurrentHashMap<>();

  private final RedisStore store;
  private final Pair pair;
  private long nothingEndsUntil;

  /** Two engines on one store and one clock; they live as long as the store. */
  private record Pair(ManualClock clock, Engine one, Engine other) {
    static Pair on(RedisStore store) {
      ManualClock clock = new ManualClock(Instant.ofEpochMilli(START));
      return new Pair(clock, connect(store, clock), connect(store, clock));
    }

    private static Engine connect(RedisStore store, ManualClock clock) {
      RedisOptions options =
          RedisOptions.parse(store.url())
              .withHeartbeat(Duration.ofMillis(400))
              .withConnectTimeout(Duration.ofSeconds(30))
              .withReadDeadline(Duration.ofSeconds(10))
              .withWriteDeadline(Duration.ofSeconds(10));
      Engine engine = RedisEngine.held(options, clock);
      Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
      return engine;
    }
  }

  /** An empty store of one server, later than any before. */
  HeldRedis() {
    this(RedisStore.only());
  }

  /** An empty store, later than any before. */
  HeldRedis(RedisStore store) {
    this.store = store;
    this.pair = PAIRS.computeIfAbsent(store, Pair::on);
    store.empty();
    pair.clock().advance(Duration.ofDays(1));
  }

  @Override
  public Engine engine() {
    return pair.one();
  }

  @Override
  public Engine another() {
    return pair.other();
  }

  @Override
  public long now() {
    return pair.clock().millis();
  }

  @Override
  public void advance(long millis) {
    pair.clock().advance(Duration.ofMillis(millis));
    long now = pair.clock().millis();
    if (now > nothingEndsUntil) {
      long first = store.expire(START, now);
      nothingEndsUntil = Math.min(first, now + SHORTEST);
    }
  }

  @Override
  public void check() {
    assertThat(store.endless()).as("keys without an end").isEmpty();
    assertThat(store.scattered()).as("calls to more than one slot").isEmpty();
  }

  @Override
  public void close() {
    store.empty();
  }
}
