package dev.mainstay.chaos;

import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.time.StoreClock;

/**
 * An engine that misbehaves by seed, in front of one that does not: for tests of what your program
 * does when its store is slow, refuses writes, or loses a reply after it did what it was told.
 *
 * <pre>{@code
 * Chaos chaos = Chaos.seed(7).lostReplies(0.01).delays(0.1, ofMillis(20));
 * Mainstay mainstay = Mainstay.on(ChaosEngine.around(MemoryEngine.create(), chaos));
 * }</pre>
 *
 * <p>On one thread a seed repeats a run call by call. On many the same calls are hit, counted in
 * the order in which they are made; whose they are is up to the threads.
 */
public final class ChaosEngine implements Engine {
  private final Engine engine;
  private final Dice dice;
  private final SessionStore sessions;

  private ChaosEngine(Engine engine, Dice dice) {
    this.engine = engine;
    this.dice = dice;
    this.sessions = new ChaosSessionStore(engine.sessions(), dice);
  }

  /** In front of an engine, which is closed with it. */
  public static ChaosEngine around(Engine engine, Chaos chaos) {
    return new ChaosEngine(engine, new Dice(chaos));
  }

  /**
   * From now on it misbehaves like this. The seed begins anew, and so does what was counted; {@code
   * Chaos.seed(…)} alone is the end of all chaos.
   */
  public void become(Chaos chaos) {
    dice.become(chaos);
  }

  /**
   * What was hit since it began to misbehave like this: a test in which nothing was proves little.
   */
  public Hits hits() {
    return dice.hits();
  }

  @Override
  public SessionStore sessions() {
    return sessions;
  }

  /** Those of the engine behind, undisturbed. */
  @Override
  public SessionEventStore sessionEvents() {
    return engine.sessionEvents();
  }

  /** Those of the engine behind, undisturbed. */
  @Override
  public SessionInvalidations sessionInvalidations() {
    return engine.sessionInvalidations();
  }

  /** That of the engine behind, undisturbed. */
  @Override
  public LimitStore limits() {
    return engine.limits();
  }

  /** That of the engine behind, undisturbed. */
  @Override
  public CacheStore cache() {
    return engine.cache();
  }

  /** Those of the engine behind, undisturbed. */
  @Override
  public Invalidations invalidations() {
    return engine.invalidations();
  }

  @Override
  public StoreClock clock() {
    return engine.clock();
  }

  @Override
  public void close() {
    engine.close();
  }
}
