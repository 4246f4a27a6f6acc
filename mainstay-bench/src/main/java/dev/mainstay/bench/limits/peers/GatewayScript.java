package dev.mainstay.bench.limits.peers;

import dev.mainstay.bench.limits.rivals.Rate;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The script of Spring Cloud Gateway's {@code RedisRateLimiter}, read from its released jar and run
 * with the keys and arguments that the gateway gives it.
 */
final class GatewayScript implements AutoCloseable {
  private static final String SCRIPT = "META-INF/scripts/request_rate_limiter.lua";

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final String sha;

  GatewayScript(String url) {
    this.client = RedisClient.create(url);
    this.connection = client.connect();
    this.sha = connection.sync().scriptLoad(script());
  }

  private static String script() {
    ClassLoader loader = GatewayScript.class.getClassLoader();
    try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream(SCRIPT), SCRIPT)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A node; the rate has to be of one second, which is all that the gateway knows. */
  Node node(String id, Rate rate) {
    RedisCommands<String, String> commands = connection.sync();
    String[] keys = {
      "request_rate_limiter.{" + id + "}.tokens", "request_rate_limiter.{" + id + "}.timestamp"
    };
    String permits = Long.toString(rate.permits());
    return () -> {
      List<Object> answer =
          commands.evalsha(sha, ScriptOutputType.MULTI, keys, permits, permits, "", "1");
      return (Long) answer.get(0) == 1;
    };
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
