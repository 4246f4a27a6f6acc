package dev.mainstay.redis.internal.limits;

import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.script.Script;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.time.StoreClock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The limits of Redis with another script that takes; nothing else is there. */
public final class PlantedLimits implements Engine {
  private final Link link;
  private final LimitStore limits;

  private PlantedLimits(
      RedisOptions options, @Nullable StoreClock held, UnaryOperator<String> change) {
    this.link = Link.connect(options);
    String text = LimitScripts.TAKE.text();
    String changed = change.apply(text);
    // With the script as it is, the plainest takes go together by another one, as they always do.
    Script take = changed.equals(text) ? LimitScripts.TAKE : Script.of("limits/take", changed);
    this.limits = new RedisLimitStore(link, new LimitScripts(link, held, take));
  }

  /** With a fault, on a held clock. */
  public static PlantedLimits with(RedisOptions options, StoreClock held, LimitFault fault) {
    return new PlantedLimits(options, held, fault::plant);
  }

  /** With no fault, on the store's clock. */
  public static PlantedLimits right(RedisOptions options) {
    return new PlantedLimits(options, null, text -> text);
  }

  /** With some faults or none, decided by a clock of the caller's. */
  public static PlantedLimits by(RedisOptions options, StoreClock clock, List<LimitFault> faults) {
    return new PlantedLimits(options, clock, text -> plant(text, faults));
  }

  private static String plant(String text, List<LimitFault> faults) {
    String planted = text;
    for (LimitFault fault : faults) {
      planted = fault.plant(planted);
    }
    return planted;
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
  public SessionInvalidations sessionInvalidations() {
    throw new UnsupportedOperationException("only limits are here");
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
