package dev.mainstay.memory;

import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.time.StoreClock;

/**
 * An engine in the memory of one process, with the semantics of the others to the millisecond. It
 * is for unit tests, and the oracle that the scripts are compared with; it shares nothing with
 * other processes and forgets everything at its end.
 */
public final class MemoryEngine implements Engine {
  private final StoreClock clock;
  private final MemorySessionStore sessions;
  private final MemoryLimitStore limits;
  private final MemoryCacheStore cache;
  private final Invalidations invalidations;
  private final SessionInvalidations sessionInvalidations;

  private MemoryEngine(StoreClock clock) {
    this.clock = clock;
    this.limits = new MemoryLimitStore(clock::micros);
    this.cache = new MemoryCacheStore(clock);
    this.invalidations = new MemoryInvalidations(cache, clock);
    this.sessions = new MemorySessionStore(clock);
    this.sessionInvalidations = new MemorySessionInvalidations(sessions, clock);
  }

  /** An engine on the system's clock. */
  public static MemoryEngine create() {
    return on(System::currentTimeMillis);
  }

  /** An engine on a clock that the caller holds, as in {@link dev.mainstay.time.ManualClock}. */
  public static MemoryEngine on(StoreClock clock) {
    return new MemoryEngine(clock);
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
    return sessionInvalidations;
  }

  @Override
  public LimitStore limits() {
    return limits;
  }

  @Override
  public CacheStore cache() {
    return cache;
  }

  @Override
  public Invalidations invalidations() {
    return invalidations;
  }

  @Override
  public StoreClock clock() {
    return clock;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
