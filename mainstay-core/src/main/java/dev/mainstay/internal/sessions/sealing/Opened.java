package dev.mainstay.internal.sessions.sealing;

import dev.mainstay.sessions.Session;
import java.util.Map;

/**
 * A session with its attributes in the clear.
 *
 * @param session with the attributes that could be read, and no others
 * @param unreadable the stored versions of those that could not, by name
 */
record Opened(Session session, Map<String, Long> unreadable) {

  /** The version as a caller sees it: what cannot be read is absent. */
  long version(String name) {
    return session.attributes().version(name);
  }

  /** The version as the store has it. */
  long storedVersion(String name) {
    return unreadable.getOrDefault(name, version(name));
  }
}
