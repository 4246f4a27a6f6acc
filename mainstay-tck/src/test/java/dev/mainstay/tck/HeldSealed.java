package dev.mainstay.tck;

import dev.mainstay.events.Listener;
import dev.mainstay.internal.sessions.sealing.SealedSessionStore;
import dev.mainstay.sessions.Encryption;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.time.StoreClock;
import java.util.Arrays;

/**
 * A held engine whose attributes are encrypted, in the middle of a rotation of keys: what one
 * replica writes with the one key, the other reads beside its own.
 */
final class HeldSealed implements HeldEngine {
  private static final byte[] OLD = key(1);
  private static final byte[] NEW = key(2);

  private final HeldEngine held;
  private final Engine one;
  private final Engine other;

  HeldSealed(HeldEngine held) {
    this.held = held;
    this.one = sealed(held.engine(), Encryption.with("k1", OLD).alsoReads("k2", NEW));
    this.other = sealed(held.another(), Encryption.with("k2", NEW).alsoReads("k1", OLD));
  }

  /** An engine with encryption. */
  static Engine sealed(Engine engine, Encryption encryption) {
    return new Sealed(engine, new SealedSessionStore(engine.sessions(), encryption, Listener.NONE));
  }

  static byte[] key(int number) {
    byte[] key = new byte[Encryption.KEY_BYTES];
    Arrays.fill(key, (byte) number);
    return key;
  }

  private record Sealed(Engine engine, SessionStore sessions) implements Engine {
    @Override
    public SessionEventStore sessionEvents() {
      return engine.sessionEvents();
    }

    @Override
    public SessionInvalidations sessionInvalidations() {
      return engine.sessionInvalidations();
    }

    @Override
    public LimitStore limits() {
      return engine.limits();
    }

    @Override
    public CacheStore cache() {
      return engine.cache();
    }

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

  @Override
  public Engine engine() {
    return one;
  }

  @Override
  public Engine another() {
    return other;
  }

  @Override
  public long now() {
    return held.now();
  }

  @Override
  public void advance(long millis) {
    held.advance(millis);
  }

  @Override
  public void check() {
    held.check();
  }

  @Override
  public void close() {
    held.close();
  }
}
