package dev.mainstay.memory;

import dev.mainstay.sessions.Attribute;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionBounds;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.SecretHash;
import dev.mainstay.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One session as the memory holds it, for a minute beyond its end. Guarded by its store's lock. */
final class StoredSession {
  final SessionKey key;
  final String id;
  final @Nullable String user;
  final long created;
  final long epoch;
  final boolean events;
  final Map<String, Attribute> attributes = new LinkedHashMap<>();
  long version = 1;
  private final @Nullable String device;
  private final String policy;
  private final long idle;
  private final long expires;
  private SecretHash hash;
  private @Nullable SecretHash previous;
  private long previousUntil;
  private long seen;
  private long revokedAt = Long.MAX_VALUE;
  private String claim = "";
  private long claimUntil;

  StoredSession(NewSession session, long now, long epoch) {
    this.key = session.credential().key();
    this.id = key.id();
    this.user = session.start().user();
    this.device = session.start().device();
    this.policy = session.policy().name();
    this.idle = session.policy().idle().toMillis();
    this.created = now;
    this.seen = now;
    this.expires = now + session.policy().lifetime().toMillis();
    this.epoch = epoch;
    this.events = session.policy().events();
    this.hash = session.credential().hash();
    session
        .start()
        .attributes()
        .asMap()
        .forEach((name, value) -> attributes.put(name, new Attribute(value.json(), 1)));
  }

  /** Whether it is there at all: not revoked, not past its end. The epoch is not looked at. */
  boolean present(long now) {
    return revokedAt == Long.MAX_VALUE && now <= end();
  }

  boolean forgotten(long now) {
    return now > Math.min(end(), revokedAt) + SessionBounds.REMEMBERED.toMillis();
  }

  Gone gone(SecretHash asked, long now) {
    if (forgotten(now) || !hash.equals(asked)) {
      return Gone.UNKNOWN;
    }
    if (revokedAt != Long.MAX_VALUE) {
      return new Gone(Gone.Reason.REVOKED);
    }
    return new Gone(reason());
  }

  /** Why it ends when nobody ends it. */
  Gone.Reason reason() {
    return seen + idle < expires ? Gone.Reason.IDLE : Gone.Reason.EXPIRED;
  }

  boolean isCurrent(SecretHash asked) {
    return hash.equals(asked);
  }

  boolean isProvenBy(SecretHash asked, long now) {
    return hash.equals(asked) || (asked.equals(previous) && now <= previousUntil);
  }

  boolean isClaimed(long now) {
    return !claim.isEmpty() && now <= claimUntil;
  }

  boolean isClaimedBy(String claimant, long now) {
    return isClaimed(now) && claim.equals(claimant);
  }

  void claim(String claimant, long until) {
    claim = claimant;
    claimUntil = until;
  }

  void release() {
    claim = "";
  }

  void revoke(long now) {
    revokedAt = now;
  }

  /** Moves last-seen; false where that gains less than a tenth of the idle time. */
  boolean see(long instant) {
    if (instant - seen < idle / 10) {
      return false;
    }
    seen = instant;
    return true;
  }

  void turn(SecretHash next, long graceUntil) {
    previous = graceUntil > 0 ? hash : null;
    previousUntil = graceUntil;
    hash = next;
  }

  /** The last millisecond that it lives through when nobody ends it. */
  long end() {
    return Math.min(seen + idle, expires);
  }

  Session toSession() {
    return new Session(
        id,
        user,
        device,
        policy,
        Attributes.stored(new LinkedHashMap<>(attributes)),
        Instant.ofEpochMilli(created),
        Instant.ofEpochMilli(seen),
        Duration.ofMillis(idle),
        Instant.ofEpochMilli(expires));
  }
}
