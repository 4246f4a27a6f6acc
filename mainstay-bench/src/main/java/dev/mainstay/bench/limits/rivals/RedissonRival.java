package dev.mainstay.bench.limits.rivals;

import dev.mainstay.bench.store.BenchRedis;
import org.redisson.Redisson;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Redisson's RRateLimiter over all its clients, one object for each key, kept. */
public final class RedissonRival implements Rival {
  private final RedissonClient client;

  /** Connects with all defaults. */
  public RedissonRival(BenchRedis redis) {
    Config config = new Config();
    config.useSingleServer().setAddress("redis://127.0.0.1:" + redis.port());
    config.setUsername(redis.user()).setPassword(redis.password());
    this.client = Redisson.create(config);
  }

  @Override
  public String name() {
    return "Redisson";
  }

  @Override
  public Gate gate(String name, Rate rate, int keys) {
    RRateLimiter[] limiters = new RRateLimiter[keys];
    for (int i = 0; i < keys; i++) {
      limiters[i] = limiter("rsn:" + name + ":" + Rival.key(i), rate);
    }
    return key -> limiters[key].tryAcquire();
  }

  /** One limiter, its rate set. */
  public RRateLimiter limiter(String key, Rate rate) {
    RRateLimiter limiter = client.getRateLimiter(key);
    // With a time to keep it alive, a limiter that was idle so long would throw instead of letting
    // in.
    limiter.trySetRate(RateType.OVERALL, rate.permits(), rate.per());
    return limiter;
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
