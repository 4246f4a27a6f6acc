package dev.mainstay.bench.limits.rivals;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimization;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** bucket4j on Lettuce, one proxy for each key, kept; with an expiry, as its manual advises. */
public final class Bucket4jRival implements Rival {
  private static final Duration BEYOND = Duration.ofSeconds(10);

  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final ProxyManager<String> manager;
  private final @Nullable Optimization optimization;

  private Bucket4jRival(String url, @Nullable Optimization optimization, TimeMeter clock) {
    this.client = RedisClient.create(url);
    this.connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    this.optimization = optimization;
    this.manager =
        Bucket4jLettuce.casBasedBuilder(connection)
            .clientClock(clock)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(BEYOND))
            .build();
  }

  /** As it comes. */
  public static Bucket4jRival plain(String url) {
    return new Bucket4jRival(url, null, TimeMeter.SYSTEM_MILLISECONDS);
  }

  /** With its optimisation that combines requests for one key which meet in one process. */
  public static Bucket4jRival batching(String url) {
    return new Bucket4jRival(url, Optimizations.batching(), TimeMeter.SYSTEM_MILLISECONDS);
  }

  /** On a node whose clock, which is the one that bucket4j decides by, is ahead. */
  public static Bucket4jRival ahead(String url, Duration ahead) {
    return new Bucket4jRival(url, null, new Ahead(ahead.toNanos()));
  }

  private record Ahead(long nanos) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return TimeMeter.SYSTEM_MILLISECONDS.currentTimeNanos() + nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }

  @Override
  public String name() {
    return optimization == null ? "bucket4j" : "bucket4j batching";
  }

  @Override
  public Gate gate(String name, Rate rate, int keys) {
    BucketProxy[] buckets = new BucketProxy[keys];
    for (int i = 0; i < keys; i++) {
      buckets[i] = bucket("b4j:" + name + ":" + Rival.key(i), rate);
    }
    return key -> buckets[key].tryConsume(1);
  }

  /** The proxy of one bucket. */
  public BucketProxy bucket(String key, Rate rate) {
    BucketConfiguration configuration =
        BucketConfiguration.builder()
            .addLimit(
                limit -> limit.capacity(rate.permits()).refillGreedy(rate.permits(), rate.per()))
            .build();
    var builder = manager.builder();
    return (optimization == null ? builder : builder.withOptimization(optimization))
        .build(key, () -> configuration);
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
