package dev.mainstay.sessions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a session that was started under a policy with {@link SessionPolicy#events()}.
 * Told at least once: who must not act twice keeps the id with the kind of the event, which no
 * other session ever has, or looks twice only where {@link #redelivered()} says so. It carries no
 * token and no attribute.
 */
public sealed interface SessionEvent {
  /** The namespace of the session. */
  String namespace();

  /** Its public handle. */
  String id();

  /** Whose it was; null for an anonymous session. */
  @Nullable String user();

  /** When it happened, by the store's clock, in milliseconds. */
  Instant at();

  /**
   * Whether it was handed out before, to whatever process: its listener may have heard it. Never
   * false for an event that any listener of the namespace was called with.
   */
  boolean redelivered();

  /** The session was started; by a login too. */
  record Created(
      String namespace, String id, @Nullable String user, Instant at, boolean redelivered)
      implements SessionEvent {}

  /**
   * The session ended by the clock.
   *
   * @param reason {@link Gone.Reason#IDLE} or {@link Gone.Reason#EXPIRED}; {@link
   *     Gone.Reason#UNKNOWN} where nobody looked within a minute of its end. Its instant is then
   *     the earliest that it may have been
   */
  record Expired(
      String namespace,
      String id,
      @Nullable String user,
      Instant at,
      boolean redelivered,
      Gone.Reason reason)
      implements SessionEvent {}

  /** The session was ended: by a logout, an eviction, a login from it, its namespace's end. */
  record Ended(String namespace, String id, @Nullable String user, Instant at, boolean redelivered)
      implements SessionEvent {}
}
