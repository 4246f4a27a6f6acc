package dev.mainstay.bench.throughput;

import dev.mainstay.bench.store.BenchRedis;
import io.lettuce.core.GetExArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;

/**
 * The floor: Lettuce with its defaults, one shared connection, its synchronous commands; one {@code
 * GETEX} of a string, whose bytes are handed over as they are.
 */
final class RawGetex implements Contestant {
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final RedisCommands<String, byte[]> commands;
  private final Duration idle;
  private final String[] keys;

  RawGetex(BenchRedis redis, int count, Duration idle, int bytes) {
    this.client = RedisClient.create(redis.url());
    this.connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    this.commands = connection.sync();
    this.idle = idle;
    this.keys = new String[count];
    for (int i = 0; i < count; i++) {
      keys[i] = "raw:session:%022d".formatted(i);
      commands.set(keys[i], new byte[bytes], SetArgs.Builder.ex(idle));
    }
  }

  @Override
  public String name() {
    return "raw GETEX";
  }

  @Override
  public void findAndTouch(int session) {
    if (commands.getex(keys[session], GetExArgs.Builder.ex(idle)) == null) {
      throw new IllegalStateException("key " + session + " is gone");
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
