package dev.mainstay.redis.internal.sessions;

import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.redis.internal.sessions.SessionScripts.Args;
import dev.mainstay.sessions.Attribute;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.WhenFull;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.spi.SessionStore.Creation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A new session as the script {@code sessions/start} wants it, and as it is once it lives. */
final class Birth {
  private Birth() {}

  /** Session and end, and for a session of a user his index. */
  static byte[][] keys(NewSession session) {
    SessionKey key = session.credential().key();
    String user = session.start().user();
    return user == null
        ? new byte[][] {SessionKeys.session(key), SessionKeys.end(key)}
        : new byte[][] {
          SessionKeys.session(key), SessionKeys.end(key), SessionKeys.index(key.namespace(), user)
        };
  }

  static Args args(NewSession session, long epoch) {
    SessionKey key = session.credential().key();
    SessionPolicy policy = session.policy();
    String user = session.start().user();
    String spelled = user == null ? "" : SessionKeys.spell(user);
    Args args =
        new Args()
            .add(session.credential().hash().bytes())
            .add(SessionKeys.base(key))
            .add(spelled)
            .add(session.start().device())
            .add(policy.idle().toMillis())
            .add(policy.lifetime().toMillis())
            .add(policy.limit())
            .add(policy.whenFull() == WhenFull.REJECT ? "reject" : "evict")
            .add(epoch)
            .add(policy.name())
            .add(session.replaces())
            .add(Face.check(key.id(), spelled.getBytes(StandardCharsets.UTF_8)))
            .add(policy.events() ? "1" : "");
    Map<String, Attribute> attributes = session.start().attributes().asMap();
    attributes.forEach((name, value) -> args.add(name).add(value.json()));
    return args;
  }

  static Creation creation(NewSession session, List<Object> answer) {
    return Answers.verdict(answer).equals("limit")
        ? new Creation.AtLimit(session.policy().limit())
        : new Creation.Created(session(session, Answers.number(answer.get(1))));
  }

  /** Whether others ended for it. */
  static boolean evicted(List<Object> answer) {
    return answer.size() > 2 && Answers.number(answer.get(2)) > 0;
  }

  private static Session session(NewSession session, long now) {
    Map<String, Attribute> first = new LinkedHashMap<>();
    session
        .start()
        .attributes()
        .asMap()
        .forEach((name, value) -> first.put(name, new Attribute(value.json(), 1)));
    return new Session(
        session.credential().key().id(),
        session.start().user(),
        session.start().device(),
        session.policy().name(),
        Attributes.stored(first),
        Instant.ofEpochMilli(now),
        Instant.ofEpochMilli(now),
        session.policy().idle(),
        Instant.ofEpochMilli(now + session.policy().lifetime().toMillis()));
  }
}
