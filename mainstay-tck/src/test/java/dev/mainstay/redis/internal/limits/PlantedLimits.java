package dev.mainstay.redis.internal.limits;

import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.script.Script;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.time.StoreClock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The limits of Redis with another script that takes; nothing else is there. */
public final class PlantedLimits implements Engine {
  private final Link link;
  private final LimitStore limits;

  private PlantedLimits(
      RedisOptions options, @Nullable StoreClock held, UnaryOperator<String> change) {
    this.link = Link.connect(options);
    Script planted = Script.of("limits/take", change.apply(LimitScripts.TAKE.text()));
    this.limits = new RedisLimitStore(link, new LimitScripts(link, held, planted));
  }

  /** With a fault, on a held clock. */
  public static PlantedLimits with(RedisOptions options, StoreClock held, LimitFault fault) {
    return new PlantedLimits(options, held, fault::plant);
  }

  /** With no fault, on the store's clock. */
  public static PlantedLimits right(RedisOptions options) {
    return new PlantedLimits(options, null, text -> text);
  }

  /** With no fault, but decided by a clock of the caller's: as if the client's clock counted. */
  public static PlantedLimits by(RedisOptions options, StoreClock clock) {
    return new PlantedLimits(options, clock, text -> text);
  }

  @Override
  public LimitStore limits() {
    return limits;
  }

  @Override
  public SessionStore sessions() {
    throw new UnsupportedOperationException("only limits are here");
  }

  @Override
  public SessionEventStore sessionEvents() {
    throw new UnsupportedOperationException("only limits are here");
  }

  @Override
  public CacheStore cache() {
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
