package dev.mainstay.tck.twin;

import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionBounds;
import dev.mainstay.spi.Credential;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a walk knows of a session that it started: its secrets, and the instants worth a visit. */
final class Known {
  final @Nullable String user;
  final List<Credential> old = new ArrayList<>();
  Credential current;
  Session session;
  String claim = "none";
  boolean ended;
  private long graceUntil;
  private long claimUntil;

  Known(@Nullable String user, Credential credential, Session session) {
    this.user = user;
    this.current = credential;
    this.session = session;
  }

  void turned(Credential next, long until) {
    old.add(current);
    current = next;
    graceUntil = until;
  }

  void claimed(String name, long until) {
    claim = name;
    claimUntil = until;
  }

  /** When its claim or its grace ends, whichever is the next; 0 where there is none. */
  long holdsUntil(long now) {
    long first = Math.min(claimUntil, graceUntil);
    long last = Math.max(claimUntil, graceUntil);
    return first > now ? first : last > now ? last : 0;
  }

  boolean isAtGraceEnd(long now) {
    return !old.isEmpty() && Math.abs(now - graceUntil) <= 1;
  }

  /** The instants at which something changes for it. */
  long[] boundaries() {
    long end = session.idleExpiresAt().toEpochMilli();
    long seen = session.lastSeenAt().toEpochMilli();
    return new long[] {
      end,
      end,
      seen + session.idle().toMillis() / 10,
      session.expiresAt().toEpochMilli(),
      graceUntil,
      graceUntil,
      claimUntil,
      end + SessionBounds.REMEMBERED.toMillis()
    };
  }
}
