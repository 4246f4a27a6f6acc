package dev.mainstay.internal.sessions;

import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.sessions.SessionListener;
import dev.mainstay.spi.SessionEventStore.Due;

/** Hands an event to a listener, and decides what its throwing means. */
final class Telling {
  /** So often an event is handed out before it is dropped. */
  static final int DELIVERIES = 16;

  private final SessionListener listener;
  private final Listener heard;

  Telling(SessionListener listener, Listener heard) {
    this.listener = listener;
    this.heard = heard;
  }

  /**
   * Tells an event. True where it is done with: it was handled, or it was handed out too often, to
   * listeners that threw or to processes that died of it.
   */
  boolean tell(Due due) {
    if (due.delivery() > DELIVERIES) {
      heard(due, "dropped");
      return true;
    }
    try {
      listener.on(due.event());
      heard(due, due.event().redelivered() ? "again" : "ok");
      return true;
    } catch (Throwable failed) {
      // An error too: whatever a listener does, its partition goes on.
      boolean last = due.delivery() == DELIVERIES;
      heard(due, last ? "dropped" : "failed");
      return last;
    }
  }

  private void heard(Due due, String outcome) {
    heard.on(new Event.SessionEventTold(kind(due.event()), outcome));
  }

  private static String kind(SessionEvent event) {
    if (event instanceof SessionEvent.Created) {
      return "created";
    }
    return event instanceof SessionEvent.Expired ? "expired" : "ended";
  }
}
