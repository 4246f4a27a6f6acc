package dev.mainstay.memory;

import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.spi.SessionEventStore.Due;
import dev.mainstay.spi.SessionKey;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What waits in a partition's due-list: a session whose end is awaited, or an event.
 *
 * @param key the session
 * @param user whose it is; null for an anonymous session
 * @param what what happened, or that it is awaited
 * @param instant when it happened; for what is awaited the epoch that the session was started under
 * @param delivery how often it was handed out
 * @param due when it is due
 */
record DueEntry(
    SessionKey key, @Nullable String user, What what, long instant, int delivery, long due) {

  /** The order in which entries that are due together are handed out; that of the letters. */
  static final Comparator<DueEntry> ORDER =
      Comparator.comparingLong(DueEntry::due)
          .thenComparing(entry -> entry.key().id())
          .thenComparing(DueEntry::what);

  /** What happened to a session; in the order of the letters that a store knows them by. */
  enum What {
    /** It was started. */
    CREATED,
    /** It was not used for its idle time. */
    IDLE,
    /** It was ended. */
    ENDED,
    /** It expired, one way or the other. */
    EXPIRED,
    /** Nothing yet: its end is awaited. */
    AWAITED,
    /** It reached its lifetime. */
    LIFETIME
  }

  /** The entry of a session whose end is awaited; due in the first millisecond that it is dead. */
  static DueEntry awaited(StoredSession session) {
    return new DueEntry(
        session.key, session.user, What.AWAITED, session.epoch, 0, session.end() + 1);
  }

  /** The entry of an event that is due at once. */
  static DueEntry event(StoredSession session, What what, long at) {
    return new DueEntry(session.key, session.user, what, at, 0, at);
  }

  /** The same session's entry, now that it is known what happened and when. */
  DueEntry happened(What what, long at) {
    return new DueEntry(key, user, what, at, delivery, due);
  }

  /** The same, due at another time and handed out so often. */
  DueEntry dueAt(long millis, int deliveries) {
    return new DueEntry(key, user, what, instant, deliveries, millis);
  }

  /** As it is handed out. */
  Due toDue() {
    return new Due(event(delivery > 1), delivery);
  }

  private SessionEvent event(boolean again) {
    String namespace = key.namespace();
    Instant at = Instant.ofEpochMilli(instant);
    return switch (what) {
      case CREATED -> new SessionEvent.Created(namespace, key.id(), user, at, again);
      case ENDED -> new SessionEvent.Ended(namespace, key.id(), user, at, again);
      case IDLE -> expired(at, again, Gone.Reason.IDLE);
      case LIFETIME -> expired(at, again, Gone.Reason.EXPIRED);
      case EXPIRED -> expired(at, again, Gone.Reason.UNKNOWN);
      case AWAITED -> throw new IllegalStateException("nothing happened yet to " + key);
    };
  }

  private SessionEvent expired(Instant at, boolean again, Gone.Reason reason) {
    return new SessionEvent.Expired(key.namespace(), key.id(), user, at, again, reason);
  }
}
