package dev.mainstay.tck;

import dev.mainstay.embedded.ClusterOptions;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.SentinelOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The server program that tests start: the one that {@code -Dmainstay.test.redis-server} names, or
 * the bundled one. So the same tests tell whether another version of Redis or Valkey will do.
 */
public final class TestServer {
  private static final @Nullable String NAMED = System.getProperty("mainstay.test.redis-server");

  private TestServer() {}

  /** One server, in a folder that is removed at close. */
  public static EmbeddedOptions alone() {
    return EmbeddedOptions.ephemeral().withBinary(program());
  }

  /** A primary and its replicas, watched by sentinels. */
  public static SentinelOptions watched() {
    return SentinelOptions.usual().withBinary(program());
  }

  /** A cluster. */
  public static ClusterOptions sharded() {
    return ClusterOptions.usual().withBinary(program());
  }

  private static @Nullable Path program() {
    return NAMED == null ? null : Path.of(NAMED);
  }
}
