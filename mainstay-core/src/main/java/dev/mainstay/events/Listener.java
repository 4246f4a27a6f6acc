package dev.mainstay.events;

/**
 * Hears of events. It cannot veto, must not block (it is called on the thread of what happened,
 * often an event loop) and what it throws is dropped.
 */
@FunctionalInterface
public interface Listener {
  /** Hears nothing; with it no event is even built. */
  Listener NONE = event -> {};

  /** Called once for each event. */
  void on(Event event);
}
