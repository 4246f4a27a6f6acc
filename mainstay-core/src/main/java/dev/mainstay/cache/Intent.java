package dev.mainstay.cache;

/**
 * A write of sources that is under way: nothing is cached of its keys until it is closed, and for a
 * minute if it never is. Closing it does not say whether the write was committed.
 */
public interface Intent extends AutoCloseable {
  /** Ends it, once; one round trip a key, side by side. Never throws. */
  @Override
  void close();
}
