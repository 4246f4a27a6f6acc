package dev.mainstay.spi;

import dev.mainstay.time.StoreClock;

/**
 * A place where state is kept. An engine gives one store for each capability; all of them are
 * asynchronous, safe for many threads and bounded in what they queue and how long they wait.
 */
public interface Engine extends AutoCloseable {
  /** Where sessions are kept. */
  SessionStore sessions();

  /** What became of them, for who subscribes. */
  SessionEventStore sessionEvents();

  /** Who says that sessions changed. */
  SessionInvalidations sessionInvalidations();

  /** Where limits are counted. */
  LimitStore limits();

  /** Where entries of caches are kept. */
  CacheStore cache();

  /** Who says that entries of caches changed. */
  Invalidations invalidations();

  /** An estimate of the store's clock, for hints. */
  StoreClock clock();

  /** Lets go of connections and threads; calls under way fail. Never throws. */
  @Override
  void close();
}
