package dev.mainstay.server.config;

import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.InvalidationChannel;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.Ids;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what is configured of caches; what is left out is as without a name. */
final class CacheReader {
  private static final BigDecimal MOST_JITTER = new BigDecimal("0.5");
  private static final int MOST_BYTES = 64 << 20;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST_LOAD = Duration.ofMinutes(10);

  private CacheReader() {}

  /** The settings by the names of their caches. */
  static Map<String, CacheConfig> read(Values caches) {
    Map<String, CacheConfig> all = new TreeMap<>();
    for (String name : caches.names()) {
      try {
        Ids.require(name, name);
      } catch (InvalidValueException e) {
        throw caches.refused(name, Values.problemOf(e));
      }
      all.put(name, caches.child(name).map(CacheReader::cache).orElseThrow());
    }
    return Map.copyOf(all);
  }

  private static CacheConfig cache(Values given) {
    boolean tell = given.flag("tellInvalidations");
    boolean empty = given.flag("emptyWhenMissed");
    Optional<InvalidationChannel> channel =
        given.as("invalidationChannel", pattern -> new InvalidationChannel(pattern, tell, empty));
    if (channel.isEmpty() && (tell || empty)) {
      throw given.refused(
          tell ? "tellInvalidations" : "emptyWhenMissed",
          "needs an invalidationChannel beside it, as in 'cache:invalidate:{key}'");
    }
    return new CacheConfig(freshness(given), channel);
  }

  private static Freshness freshness(Values given) {
    Freshness usual = ServerConfig.USUAL_CACHE;
    Optional<Duration> both = stale(given, "stale");
    return usual
        .ttl(given.duration("ttl", SHORTEST, Freshness.LONGEST, "1ms to 30d").orElse(usual.ttl()))
        .jitter(given.as("jitter", CacheReader::jitter).orElse(usual.jitter()))
        .staleWhileRevalidate(
            stale(given, "staleWhileRevalidate")
                .or(() -> both)
                .orElse(usual.staleWhileRevalidate()))
        .staleIfError(stale(given, "staleIfError").or(() -> both).orElse(usual.staleIfError()))
        .hardTimeout(
            given
                .duration("hardTimeout", SHORTEST, LONGEST_LOAD, "1ms to 10m")
                .orElse(usual.hardTimeout()))
        .maxBytes(given.integer("maxBytes", 1, MOST_BYTES).orElse(usual.maxBytes()));
  }

  private static Optional<Duration> stale(Values given, String name) {
    return given.duration(name, Duration.ZERO, Freshness.LONGEST, "0s to 30d");
  }

  private static double jitter(String text) {
    if (text.matches("[0-9](\\.[0-9]{1,6})?")) {
      BigDecimal value = new BigDecimal(text);
      if (value.compareTo(MOST_JITTER) <= 0) {
        return value.doubleValue();
      }
    }
    throw new InvalidValueException("jitter", "'" + text + "' is not within 0 to 0.5");
  }
}
