package dev.mainstay.redis.internal.near;

import dev.mainstay.redis.internal.link.Tracking;
import dev.mainstay.spi.NearStore;
import dev.mainstay.spi.Proofs;
import java.time.Duration;
import java.util.function.Consumer;

/** Proofs over the connections that the servers say changes on; Caffeine bounds what is kept. */
public class TrackedProofs implements Proofs {
  /** Reads of keys that are watched. */
  protected final Tracking tracking;

  /** Of one link. */
  protected TrackedProofs(Tracking tracking) {
    this.tracking = tracking;
  }

  @Override
  public void prove(Duration most) {
    tracking.prove(most);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public <K, T> NearStore<K, T> store(int most, Consumer<T> evicted) {
    return new CaffeineStore<>(most, evicted);
  }
}
