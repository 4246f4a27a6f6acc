package dev.mainstay.cache;

/** That a cache follows an {@link InvalidationChannel}; until it is closed. */
public interface Following extends AutoCloseable {
  /** Whether messages are heard just now: not before it is connected, nor while that is broken. */
  boolean isHeard();

  /** Hears and tells no more. */
  @Override
  void close();
}
