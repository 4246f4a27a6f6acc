package dev.mainstay.server.config;

import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.InvalidationChannel;
import dev.mainstay.http.OriginCheck;
import dev.mainstay.limits.Limit;
import dev.mainstay.near.Near;
import dev.mainstay.sessions.Encryption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that can be configured of the server, checked.
 *
 * @param host the address it binds to; any but a loopback one comes with keys
 * @param port the port; 0 for one that is free
 * @param tls empty for plain HTTP
 * @param apiKeys the keys that callers need; none are needed where there are none
 * @param store the store of sessions; empty for an embedded one
 * @param cacheStore the store of caches; empty for the same one
 * @param encryption how attributes of sessions are encrypted; empty for not at all
 * @param data where embedded stores keep their data
 * @param bodyLimit the longest body that is taken, in bytes
 * @param drain how long requests in flight may take once the server is to end
 * @param policies the policies of sessions by name; {@code default} is always there
 * @param nearSessions whether and how sessions that callers find are kept in memory too
 * @param limits the definitions of limits by name
 * @param caches what is configured of caches, by their names
 * @param origins whose pages may write with a cookie
 * @param trustedHosts names in {@code Host} that are trusted beside the loopback ones
 * @param log what is logged, and how
 */
public record ServerConfig(
    String host,
    int port,
    Optional<TlsFiles> tls,
    List<ApiKey> apiKeys,
    Optional<StoreConfig> store,
    Optional<StoreConfig> cacheStore,
    Optional<Encryption> encryption,
    Path data,
    int bodyLimit,
    Duration drain,
    Map<String, PolicyConfig> policies,
    Optional<Near> nearSessions,
    Map<String, Limit> limits,
    Map<String, CacheConfig> caches,
    OriginCheck origins,
    Set<String> trustedHosts,
    LogConfig log) {

  /** How long what is cached counts in a cache that is not named. */
  public static final Freshness USUAL_CACHE = Freshness.of(Duration.ofMinutes(5));

  /** How long what is cached counts in a cache. */
  public Freshness cache(String name) {
    CacheConfig named = caches.get(name);
    return named == null ? USUAL_CACHE : named.freshness();
  }

  /** Where other services say that keys of a cache changed. */
  public Optional<InvalidationChannel> channel(String cache) {
    return Optional.ofNullable(caches.get(cache)).flatMap(CacheConfig::channel);
  }

  /** The namespaces that are named anywhere: those of the keys, and {@code default}. */
  public Set<String> namespaces() {
    Set<String> all = new TreeSet<>(Set.of("default"));
    apiKeys.stream().flatMap(key -> key.namespace().stream()).forEach(all::add);
    return all;
  }
}
