package dev.mainstay.chaos.history;

import dev.mainstay.sessions.Gone.Reason;
import java.util.Set;

/** What an answer says of its subject, without any secret. */
public sealed interface Answer {

  /**
   * A session lives.
   *
   * @param user whose it is; empty for an anonymous one
   * @param session its public handle
   * @param counter its counter, 0 where it has none
   */
  record Live(String user, String session, long counter) implements Answer {}

  /** There is no such live session. */
  record Gone(Reason reason) implements Answer {}

  /** So many sessions were ended. */
  record Ended(int sessions) implements Answer {}

  /** The public handles of a user's live sessions. */
  record Listed(Set<String> sessions) implements Answer {
    /** Takes a copy. */
    public Listed {
      sessions = Set.copyOf(sessions);
    }
  }

  /** Anything else, in a word: a race that was lost, a user at the limit. */
  record Other(String what) implements Answer {}
}
