package dev.mainstay.server.http;

import dev.mainstay.sessions.Attribute;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionInfo;
import java.util.List;
import java.util.Map;

/** Sessions as the API writes them. */
final class SessionJson {
  private SessionJson() {}

  /** What is known of the ends that came with a token, of the session or token before it. */
  enum Ends {
    /** No failover undoes them. */
    CONFIRMED,
    /** A failover now could undo them, and take the token. */
    UNCONFIRMED
  }

  /** A session with the token that was just made for it. */
  static String issued(String token, Session session, Ends ends) {
    JsonOut out = new JsonOut().open().text("token", token);
    if (ends == Ends.UNCONFIRMED) {
      out.raw("confirmed", "false");
    }
    core(out, session);
    return out.close().toString();
  }

  /** A session as it is. */
  static String live(Session session) {
    JsonOut out = new JsonOut().open();
    core(out, session);
    out.time("lastSeenAt", session.lastSeenAt()).open("versions");
    for (Map.Entry<String, Attribute> entry : session.attributes().asMap().entrySet()) {
      out.number(entry.getKey(), entry.getValue().version());
    }
    return out.close().close().toString();
  }

  /** A user's device list. */
  static String list(List<SessionInfo> sessions) {
    JsonOut out = new JsonOut().open().openList("sessions");
    for (SessionInfo session : sessions) {
      out.item()
          .text("id", session.id())
          .text("device", session.device())
          .text("policy", session.policy())
          .time("createdAt", session.createdAt())
          .time("lastSeenAt", session.lastSeenAt())
          .time("idleExpiresAt", session.idleExpiresAt())
          .time("expiresAt", session.expiresAt())
          .close();
    }
    return out.closeList().close().toString();
  }

  private static void core(JsonOut out, Session session) {
    out.text("id", session.id()).text("user", session.user()).text("policy", session.policy());
    out.open("attributes");
    for (Map.Entry<String, Attribute> entry : session.attributes().asMap().entrySet()) {
      out.raw(entry.getKey(), entry.getValue().json());
    }
    out.close()
        .time("createdAt", session.createdAt())
        .time("idleExpiresAt", session.idleExpiresAt())
        .time("expiresAt", session.expiresAt());
  }
}
