package dev.mainstay.bench.limits.rivals;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;

/** Lettuce as it comes: its defaults and one shared connection. */
final class RawLink implements AutoCloseable {
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  RawLink(String url) {
    this.client = RedisClient.create(url);
    this.connection = client.connect(StringCodec.UTF8);
  }

  StatefulRedisConnection<String, String> connection() {
    return connection;
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
