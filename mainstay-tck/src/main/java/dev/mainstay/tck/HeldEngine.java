package dev.mainstay.tck;

import dev.mainstay.spi.Engine;

/**
 * An engine on an empty store whose time stands still until a test moves it. Instants are
 * milliseconds of that store's clock.
 */
public interface HeldEngine extends AutoCloseable {
  /** The engine. */
  Engine engine();

  /**
   * Another engine on the same store, as of another replica; the same where there can be but one.
   */
  Engine another();

  /** The instant at which time stands. */
  long now();

  /** Moves time forward by so many milliseconds; what a store drops by then is dropped. */
  void advance(long millis);

  /**
   * Looks for what must hold after any operation, as that no key is without an end. Throws an
   * {@link AssertionError} that says what does not.
   */
  void check();

  /** Empties the store and lets go of the engines. */
  @Override
  void close();
}
