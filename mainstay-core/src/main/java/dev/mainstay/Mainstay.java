package dev.mainstay;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Caches;
import dev.mainstay.cache.Freshness;
import dev.mainstay.codec.Codec;
import dev.mainstay.events.Listener;
import dev.mainstay.internal.cache.CachesRoot;
import dev.mainstay.internal.limits.LimitsRoot;
import dev.mainstay.internal.sessions.SessionsRoot;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.Limits;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.spi.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Where a program begins: the capabilities on one engine. One for a process; safe for many threads.
 *
 * <pre>{@code
 * Mainstay mainstay = Mainstay.on(RedisEngine.connect("redis://localhost:6379"));
 * Sessions sessions = mainstay.sessions("web", SessionPolicy.idle(ofMinutes(30)));
 * String token = sessions.start("ada", attributes("cart", cart)).token();
 * }</pre>
 */
public final class Mainstay implements AutoCloseable {
  private final Engine engine;
  private final SessionsRoot sessions;
  private final LimitsRoot limits;
  private final CachesRoot caches;

  private Mainstay(Engine engine, Listener listener) {
    this.engine = engine;
    this.sessions = new SessionsRoot(engine, listener);
    this.limits = new LimitsRoot(engine, listener);
    this.caches = new CachesRoot(engine, listener);
  }

  /** The capabilities on an engine, which is closed with them. */
  public static Mainstay on(Engine engine) {
    return new Mainstay(engine, Listener.NONE);
  }

  /** The capabilities on an engine, each operation told to a listener. */
  public static Mainstay on(Engine engine, Listener listener) {
    return new Mainstay(engine, listener);
  }

  /**
   * The sessions of a namespace: those of another are unknown to it. No round trip.
   *
   * @param namespace 1 to 512 bytes of UTF-8; over HTTP the header {@code Mainstay-Namespace}
   * @param policy the rules that sessions started here live by
   */
  public Sessions sessions(String namespace, SessionPolicy policy) {
    return sessions.sessions(namespace, policy);
  }

  /** The limits of the namespace {@code default}; see {@link #limits(String)}. */
  public Limiter limiter(String name, Limit definition) {
    return limits("default").limiter(name, definition);
  }

  /**
   * The limits of a namespace: those of another are unknown to it. No round trip.
   *
   * @param namespace 1 to 512 bytes of UTF-8; over HTTP the header {@code Mainstay-Namespace}
   */
  public Limits limits(String namespace) {
    return limits.limits(namespace);
  }

  /** A cache of the namespace {@code default}; see {@link Caches#cache}. */
  public <K, V extends @Nullable Object> Cache<K, V> cache(
      String name, Freshness freshness, Codec<V> codec) {
    return caches("default").cache(name, freshness, codec);
  }

  /**
   * The caches of a namespace: those of another are unknown to it. No round trip; the first cache
   * opens the connection for caches.
   *
   * @param namespace 1 to 512 bytes of UTF-8; over HTTP the header {@code Mainstay-Namespace}
   */
  public Caches caches(String namespace) {
    return caches.caches(namespace);
  }

  /** Ends subscriptions, sends what is still to be noted, then closes the engine. */
  @Override
  public void close() {
    sessions.close();
    limits.close();
    caches.close();
    engine.close();
  }
}
