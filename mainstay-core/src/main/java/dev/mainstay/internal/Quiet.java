package dev.mainstay.internal;

import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;

/** A listener whose failures are dropped: what is told sideways changes no answer. */
public final class Quiet implements Listener {
  private final Listener listener;

  private Quiet(Listener listener) {
    this.listener = listener;
  }

  /** The listener without its failures; {@link Listener#NONE} stays what it is. */
  public static Listener of(Listener listener) {
    return listener.equals(Listener.NONE) ? listener : new Quiet(listener);
  }

  @Override
  public void on(Event event) {
    try {
      listener.on(event);
    } catch (RuntimeException dropped) {
      // The listener's own affair.
    }
  }
}
