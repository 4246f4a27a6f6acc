package dev.mainstay.server.config;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.redis.RedisOptions;
import java.util.Set;

/** Reads a store's URL as its engine will, so that a mistake is told with its place in the file. */
final class StoreUrls {
  private static final Set<String> SCHEMES =
      Set.of(
          "redis",
          "rediss",
          "redis-sentinel",
          "rediss-sentinel",
          "redis-cluster",
          "rediss-cluster",
          "redis-socket",
          "valkey",
          "valkeys",
          "valkey-sentinel",
          "valkeys-sentinel",
          "valkey-cluster",
          "valkeys-cluster",
          "valkey-socket");

  private StoreUrls() {}

  /** Gives the URL back; a message never holds more of it than its scheme. */
  static String require(String url) {
    int end = url.indexOf("://");
    if (end < 0 || !SCHEMES.contains(url.substring(0, end))) {
      throw new InvalidValueException(
          "url",
          (end < 0 ? "has no scheme" : "'" + url.substring(0, Math.min(end, 32)) + "' is unknown")
              + "; allowed are redis://[user:password@]host[:port][/database],"
              + " redis-sentinel://host[:port],host[:port]/0#name-of-the-primary,"
              + " redis-cluster://host[:port],host[:port], these with rediss for TLS,"
              + " redis-socket:///path, and all with valkey");
    }
    RedisOptions.parse(url);
    return url;
  }
}
