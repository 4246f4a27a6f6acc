package dev.mainstay.server.config;

import dev.mainstay.errors.InvalidValueException;
import java.util.Set;

/** A first look at a store's URL: its scheme. The engine reads the rest. */
final class StoreUrls {
  private static final Set<String> SCHEMES =
      Set.of("redis", "rediss", "redis-socket", "valkey", "valkeys", "valkey-socket");

  private StoreUrls() {}

  /** Gives the URL back; a message never holds more of it than its scheme. */
  static String require(String url) {
    int end = url.indexOf("://");
    if (end < 0 || !SCHEMES.contains(url.substring(0, end))) {
      throw new InvalidValueException(
          "url",
          (end < 0 ? "has no scheme" : "'" + url.substring(0, Math.min(end, 32)) + "' is unknown")
              + "; allowed are redis://[user:password@]host[:port][/database], rediss:// for TLS,"
              + " redis-socket:///path, and all three with valkey");
    }
    return url;
  }
}
