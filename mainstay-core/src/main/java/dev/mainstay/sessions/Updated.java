package dev.mainstay.sessions;

import java.util.Map;
import java.util.Optional;

/** What became of a change: {@link Done}, {@link Conflict} or {@link Gone}. */
public sealed interface Updated permits Updated.Done, Updated.Conflict, Gone {

  /** It was applied as a whole; the session as it is now. */
  record Done(Session session) implements Updated {}

  /**
   * A version that the change relied on had moved; nothing was written. With {@link Encryption} an
   * increment and an append rely on the version of their attribute, try again by themselves, and
   * end here only if others came first every time.
   *
   * @param versions the versions as they are, of the attributes that the change relied on
   */
  record Conflict(Map<String, Long> versions) implements Updated {}

  /** The session as it is now where the change was applied, else empty. */
  default Optional<Session> done() {
    return this instanceof Done done ? Optional.of(done.session()) : Optional.empty();
  }
}
