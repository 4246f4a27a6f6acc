package dev.mainstay.redis.internal.link;

import dev.mainstay.events.Listener;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.internal.limits.RedisLimitStore;
import dev.mainstay.redis.internal.sessions.RedisSessionStore;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.time.StoreClock;

/** The planted fault: replicas are believed, however far behind they are. */
public final class CredulousEngine implements Engine {
  private final Link link;
  private final RedisSessionStore sessions;

  private CredulousEngine(Link link) {
    this.link = link;
    this.sessions = RedisSessionStore.on(link, Listener.NONE);
  }

  public static CredulousEngine connect(String url) {
    Link link = Link.connect(RedisOptions.parse(url));
    link.believeReplicas();
    return new CredulousEngine(link);
  }

  @Override
  public SessionStore sessions() {
    return sessions;
  }

  @Override
  public SessionEventStore sessionEvents() {
    return sessions.events();
  }

  @Override
  public SessionInvalidations sessionInvalidations() {
    return sessions.invalidations();
  }

  @Override
  public LimitStore limits() {
    return new RedisLimitStore(link, null);
  }

  @Override
  public CacheStore cache() {
    throw new UnsupportedOperationException("caches are not asked for here");
  }

  @Override
  public Invalidations invalidations() {
    throw new UnsupportedOperationException("caches are not asked for here");
  }

  @Override
  public StoreClock clock() {
    return link.clock();
  }

  @Override
  public void close() {
    link.close();
  }
}
