package dev.mainstay.redis;

import dev.mainstay.redis.internal.limits.RedisLimitStore;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.script.Scripts;
import dev.mainstay.redis.internal.sessions.RedisSessionStore;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.time.StoreClock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine on Redis 7.0 or Valkey 7.2 and later: one connection, shared by all threads, with a
 * deadline on each call. What a store's settings put at risk is logged once at the start, and can
 * be asked for.
 */
public final class RedisEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(RedisEngine.class);

  private final Link link;
  private final StoreClock clock;
  private final RedisSessionStore sessions;
  private final SessionEventStore sessionEvents;
  private final SessionInvalidations sessionInvalidations;
  private final LimitStore limits;
  private final CacheSide cache;

  private RedisEngine(RedisOptions options, RedisOptions caches, @Nullable StoreClock held) {
    this.link = Link.connect(options);
    this.clock = held == null ? link.clock() : held;
    this.sessions =
        held == null
            ? RedisSessionStore.on(link, options.listener())
            : RedisSessionStore.held(link, options.listener(), held);
    this.sessionEvents = sessions.events();
    this.sessionInvalidations = sessions.invalidations();
    this.limits = new RedisLimitStore(link, held);
    this.cache = new CacheSide(caches, held);
    Scripts.preload(link, RedisSessionStore.scripts());
    Scripts.preload(link, RedisLimitStore.scripts());
    link.onBeat(any -> sessions.beat());
    warnings().forEach(warning -> LOG.warn("{}", warning.message()));
  }

  /**
   * Connects to a store by URL, with all other settings as they are safe; see {@link
   * RedisOptions#parse} for the forms.
   *
   * @throws dev.mainstay.errors.StoreUnavailableException where nobody answers
   * @throws dev.mainstay.errors.StoreFaultException where who answers cannot be used
   */
  public static RedisEngine connect(String url) {
    return connect(RedisOptions.parse(url));
  }

  /**
   * Connects to a store; see {@link #connect(String)}. Caches are kept in the same one, over a
   * connection of their own that waits for no more than 40 ms to read.
   */
  public static RedisEngine connect(RedisOptions options) {
    return new RedisEngine(options, options.hurried(), null);
  }

  /**
   * Connects to a store for state, and for caches to another where something may be evicted. That
   * one is connected to when a cache is first asked for.
   *
   * @param cache how it is reached; what is not told has the defaults of its role
   */
  public static RedisEngine connect(RedisOptions state, RedisOptions cache) {
    return new RedisEngine(state, cache.withRole("cache"), null);
  }

  /**
   * Connects with a clock that the caller holds: scripts decide by it instead of the store's own.
   * For contract tests only; the expiry of keys still follows the store's clock. Caches have the
   * same patience as all else.
   */
  public static RedisEngine held(RedisOptions options, StoreClock clock) {
    return new RedisEngine(options, options.withRole("cache"), clock);
  }

  @Override
  public SessionStore sessions() {
    return sessions;
  }

  @Override
  public SessionEventStore sessionEvents() {
    return sessionEvents;
  }

  @Override
  public SessionInvalidations sessionInvalidations() {
    return sessionInvalidations;
  }

  @Override
  public LimitStore limits() {
    return limits;
  }

  /**
   * Where entries of caches are kept. The first time it connects, and blocks and fails as {@link
   * #connect(RedisOptions)} does.
   */
  @Override
  public CacheStore cache() {
    return cache.store();
  }

  /** Who says that entries of caches changed; connects as {@link #cache()} does. */
  @Override
  public Invalidations invalidations() {
    return cache.invalidations();
  }

  @Override
  public StoreClock clock() {
    return clock;
  }

  /** What the servers of the store are to each other, by the URL; no round trip. */
  public RedisUrl.Topology topology() {
    return link.options().url().topology();
  }

  /** What the server said of itself when the connection was made; no round trip. */
  public StoreFacts facts() {
    return link.facts();
  }

  /** What in the server's settings puts state at risk; empty where nothing does. No round trip. */
  public List<StoreWarning> warnings() {
    return link.warnings();
  }

  /** How the link is right now, by its last heartbeats; no round trip. */
  public StoreState state() {
    return link.state();
  }

  /** A section of the server's INFO, as in {@code memory}. One round trip. */
  public CompletionStage<Map<String, String>> info(String section) {
    return link.info(section);
  }

  /**
   * About how many sessions live, in all namespaces: exact up to 1,000 keys, beyond that an
   * estimate from keys drawn at random. Two round trips; for a dashboard, not for each request.
   */
  public CompletionStage<Long> liveSessions() {
    return sessions.live();
  }

  @Override
  public void close() {
    cache.close();
    link.close();
  }
}
