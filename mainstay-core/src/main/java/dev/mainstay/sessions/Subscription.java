package dev.mainstay.sessions;

/** A listener at work; see {@link Sessions#subscribe}. */
public interface Subscription extends AutoCloseable {
  /**
   * Ends it: waits up to five seconds for calls of the listener that are under way, and gives back
   * to the other processes what was not begun. Closing twice does nothing. Never throws.
   */
  @Override
  void close();
}
