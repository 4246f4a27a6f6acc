package dev.mainstay.bench.limits.peers;

import dev.mainstay.bench.limits.rivals.Bucket4jRival;
import dev.mainstay.bench.limits.rivals.MainstayRival;
import dev.mainstay.bench.limits.rivals.Rate;
import dev.mainstay.bench.limits.rivals.RedissonRival;
import dev.mainstay.bench.limits.rivals.Rival.Gate;
import dev.mainstay.bench.store.BenchRedis;
import io.github.bucket4j.distributed.BucketProxy;
import java.time.Duration;
import java.util.List;
import org.redisson.api.RRateLimiter;

/** Two nodes of each: connections of their own, one limit. */
final class Peers implements AutoCloseable {
  static final String MAINSTAY = "Mainstay";
  static final String BUCKET4J = "bucket4j";
  static final String REDISSON = "Redisson";
  static final String GATEWAY = "Spring Cloud Gateway";

  /** In the order of the table. */
  static final List<String> NAMES = List.of(MAINSTAY, BUCKET4J, REDISSON, GATEWAY);

  /** So far ahead is the clock of the second node, for who asks it. */
  static final Duration AHEAD = Duration.ofMillis(500);

  private final List<MainstayRival> mainstay;
  private final List<Bucket4jRival> bucket4j;
  private final Bucket4jRival ahead;
  private final List<RedissonRival> redisson;
  private final List<GatewayScript> gateway;

  Peers(BenchRedis redis) {
    String url = redis.url();
    this.mainstay = List.of(new MainstayRival(url), new MainstayRival(url));
    this.bucket4j = List.of(Bucket4jRival.plain(url), Bucket4jRival.plain(url));
    this.ahead = Bucket4jRival.ahead(url, AHEAD);
    this.redisson = List.of(new RedissonRival(redis), new RedissonRival(redis));
    this.gateway = List.of(new GatewayScript(url), new GatewayScript(url));
  }

  /** Two nodes whose clocks agree. */
  List<Node> of(String name, String limit, Rate rate) {
    return switch (name) {
      case MAINSTAY -> mainstay.stream().map(it -> node(it.gate(limit, rate, 1))).toList();
      case BUCKET4J -> bucket4j.stream().map(it -> node(it.bucket(limit, rate))).toList();
      case REDISSON -> redisson.stream().map(it -> node(it.limiter(limit, rate))).toList();
      default -> gateway.stream().map(it -> it.node(limit, rate)).toList();
    };
  }

  /** Two nodes whose clocks do not; the same where no node's clock is asked. */
  List<Node> apart(String name, String limit, Rate rate) {
    return name.equals(BUCKET4J)
        ? List.of(node(bucket4j.get(0).bucket(limit, rate)), node(ahead.bucket(limit, rate)))
        : of(name, limit, rate);
  }

  private static Node node(Gate gate) {
    return () -> gate.take(0);
  }

  private static Node node(BucketProxy bucket) {
    return new Node() {
      @Override
      public boolean take() {
        return bucket.tryConsume(1);
      }

      @Override
      public boolean giveBack(int permits) {
        bucket.addTokens(permits);
        return true;
      }
    };
  }

  private static Node node(RRateLimiter limiter) {
    return new Node() {
      @Override
      public boolean take() {
        return limiter.tryAcquire();
      }

      @Override
      public boolean giveBack(int permits) {
        limiter.release(permits);
        return true;
      }
    };
  }

  @Override
  public void close() {
    mainstay.forEach(MainstayRival::close);
    bucket4j.forEach(Bucket4jRival::close);
    ahead.close();
    redisson.forEach(RedissonRival::close);
    gateway.forEach(GatewayScript::close);
  }
}
