package dev.mainstay.redis.internal.sessions;

import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.redis.internal.sessions.SessionScripts.Args;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.spi.SessionEventStore.Due;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events in the five words that scripts have for one: what, id, delivery, at, user. */
final class DueWords {
  private static final int WORDS = 5;

  private DueWords() {}

  /** The events of a script's answer. */
  static List<Due> read(String namespace, List<Object> words) {
    List<Due> all = new ArrayList<>(words.size() / WORDS);
    for (int i = 0; i + WORDS <= words.size(); i += WORDS) {
      all.add(due(namespace, words.subList(i, i + WORDS)));
    }
    return List.copyOf(all);
  }

  private static Due due(String namespace, List<Object> words) {
    String id = Answers.text(words.get(1));
    int delivery = (int) Math.min(Integer.MAX_VALUE, Answers.number(words.get(2)));
    Instant at = Instant.ofEpochMilli(Answers.number(words.get(3)));
    String spelled = Answers.text(words.get(4));
    String user = spelled.isEmpty() ? null : SessionKeys.user(spelled);
    boolean again = delivery > 1;
    SessionEvent event =
        switch (Answers.text(words.get(0))) {
          case "c" -> new SessionEvent.Created(namespace, id, user, at, again);
          case "r" -> new SessionEvent.Ended(namespace, id, user, at, again);
          case "i" -> expired(namespace, id, user, at, again, Gone.Reason.IDLE);
          case "x" -> expired(namespace, id, user, at, again, Gone.Reason.EXPIRED);
          default -> expired(namespace, id, user, at, again, Gone.Reason.UNKNOWN);
        };
    return new Due(event, delivery);
  }

  private static SessionEvent expired(
      String namespace,
      String id,
      @Nullable String user,
      Instant at,
      boolean again,
      Gone.Reason reason) {
    return new SessionEvent.Expired(namespace, id, user, at, again, reason);
  }

  /** Adds the words of an event to the arguments of a script. */
  static void write(Args args, Due due) {
    SessionEvent event = due.event();
    String user = event.user();
    args.add(what(event))
        .add(event.id())
        .add(due.delivery())
        .add(event.at().toEpochMilli())
        .add(user == null ? "" : SessionKeys.spell(user));
  }

  private static String what(SessionEvent event) {
    if (event instanceof SessionEvent.Expired expired) {
      return switch (expired.reason()) {
        case IDLE -> "i";
        case EXPIRED -> "x";
        default -> "u";
      };
    }
    return event instanceof SessionEvent.Created ? "c" : "r";
  }
}
