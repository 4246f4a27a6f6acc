package dev.mainstay.server.http;

import dev.mainstay.cache.Look;
import java.time.Duration;
import java.util.Optional;

/**
 * A cached value, and how it counts now.
 *
 * @param age how long ago it was stored
 * @param left so long it is fresh still; negative where it is stale
 */
record CacheHit(Envelope value, Duration age, Duration left) {

  /** What a look brought, as its envelope has it; empty where that is of no use any more. */
  static Optional<CacheHit> of(Look<Envelope> look) {
    if (look instanceof Look.Fresh<Envelope> fresh) {
      return Optional.of(new CacheHit(fresh.value(), fresh.age(), fresh.left()));
    }
    if (!(look instanceof Look.Stale<Envelope> stale)) {
      return Optional.empty();
    }
    Envelope value = stale.value();
    Duration left = value.fresh().minus(stale.age());
    if (value.usable().isZero()) {
      // The store ends it, whose clock is the one that counts; ours is ahead by a little.
      return Optional.of(new CacheHit(value, stale.age(), Duration.ZERO));
    }
    CacheHit hit = new CacheHit(value, stale.age(), left);
    return hit.isWithin(value.usable()) ? Optional.of(hit) : Optional.empty();
  }

  boolean isFresh() {
    return !left.isNegative() && (!left.isZero() || value.usable().isZero());
  }

  /** Whether it is answered to who did not fail to load it himself. */
  boolean isForAll() {
    return isFresh() || isWithin(value.staleWhileRevalidate());
  }

  private boolean isWithin(Duration stale) {
    return left.negated().compareTo(stale) < 0;
  }
}
