package dev.mainstay.http.servlet;

import dev.mainstay.errors.UnconfirmedException;
import dev.mainstay.sessions.Attribute;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Started;
import dev.mainstay.sessions.Updated;
import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the store said of the session, and over it the changes of this request: JSON by attribute,
 * null for one that was removed. A new session is started when its id is asked for or when it is
 * written, with the attributes that it has by then.
 */
final class StoredHttpSession implements WebSession {
  private final RequestSessions own;
  private final boolean isNew;
  private final Map<String, @Nullable String> changes = new LinkedHashMap<>();
  private @Nullable String token;
  private @Nullable Session session;
  private boolean over;

  StoredHttpSession(RequestSessions own, @Nullable String token, @Nullable Session session) {
    this.own = own;
    this.isNew = token == null;
    this.token = token;
    this.session = session;
  }

  boolean isOver() {
    return over;
  }

  /** One round trip where something has changed, none otherwise. */
  void write() {
    String known = token;
    if (known == null) {
      started();
    } else if (!changes.isEmpty()) {
      Updated updated = own.sessions().update(known, drained());
      updated.done().ifPresent(now -> session = now);
      over = updated instanceof Gone;
    }
  }

  String changeId() {
    synchronized (own) {
      if (rotate(Rotation.privilege()) instanceof Rotated.Renewed renewed) {
        return renewed.session().id();
      }
      throw new IllegalStateException(
          "the session has ended, or another request is giving it a new token");
    }
  }

  @Override
  public Rotated login(String user) {
    synchronized (own) {
      return live() == null ? startAs(user) : rotate(Rotation.login(user));
    }
  }

  @Override
  public void invalidate() {
    synchronized (own) {
      live();
      end(token);
    }
  }

  /**
   * Ends the session of a token, and this one with it where that is known to have happened. The
   * cookie goes last: where the end is not confirmed, the browser needs it to say it again.
   */
  void end(@Nullable String ending) {
    if (ending != null) {
      try {
        own.sessions().revoke(ending);
      } catch (UnconfirmedException e) {
        over = true;
        throw e;
      }
    }
    over = true;
    own.forget();
  }

  /** The token that leads to it; null while it is not started. */
  @Nullable String token() {
    return token;
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return getAttribute(name, Object.class);
  }

  @Override
  public <T> @Nullable T getAttribute(String name, Class<T> type) {
    synchronized (own) {
      return attributes().get(name, type);
    }
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    synchronized (own) {
      return Collections.enumeration(new LinkedHashSet<>(attributes().names()));
    }
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    synchronized (own) {
      live();
      changes.put(name, value == null ? null : checked(name, value));
    }
  }

  @Override
  public void removeAttribute(String name) {
    setAttribute(name, null);
  }

  @Override
  public String getId() {
    synchronized (own) {
      return started().id();
    }
  }

  @Override
  public @Nullable String user() {
    synchronized (own) {
      Session now = live();
      return now == null ? null : now.user();
    }
  }

  @Override
  public long getCreationTime() {
    synchronized (own) {
      return started().createdAt().toEpochMilli();
    }
  }

  @Override
  public long getLastAccessedTime() {
    synchronized (own) {
      return started().lastSeenAt().toEpochMilli();
    }
  }

  @Override
  public ServletContext getServletContext() {
    return own.context();
  }

  @Override
  public void setMaxInactiveInterval(int seconds) {
    throw new UnsupportedOperationException(
        "setMaxInactiveInterval: the session's policy decides; set SessionPolicy.idle");
  }

  @Override
  public int getMaxInactiveInterval() {
    synchronized (own) {
      Session now = live();
      return Math.toIntExact(
          (now == null ? own.sessions().policy().idle() : now.idle()).toSeconds());
    }
  }

  @Override
  public boolean isNew() {
    synchronized (own) {
      live();
      return isNew;
    }
  }

  /** Holds no token and no value. */
  @Override
  public String toString() {
    return "WebSession[" + (session == null ? "not started" : session.id()) + "]";
  }

  private @Nullable Session live() {
    if (over) {
      throw new IllegalStateException("the session has ended");
    }
    return session;
  }

  private Session started() {
    Session now = live();
    if (now != null) {
      return now;
    }
    Started started = start(SessionStart.anonymous());
    if (started instanceof Started.Ok ok) {
      return ok.session();
    }
    throw new IllegalStateException("an anonymous session was refused: " + started);
  }

  private Rotated startAs(String user) {
    Started started = start(SessionStart.of(user));
    if (started instanceof Started.Unconfirmed ok) {
      return new Rotated.Unconfirmed(ok.token(), ok.session());
    }
    return started instanceof Started.Ok ok
        ? new Rotated.Confirmed(ok.token(), ok.session())
        : (Rotated) started;
  }

  private Started start(SessionStart start) {
    own.requireUncommitted();
    Started started = own.sessions().start(start.attributes(attributes()));
    if (started instanceof Started.Ok ok) {
      changes.clear();
      take(ok.token(), ok.session());
    }
    return started;
  }

  private Rotated rotate(Rotation rotation) {
    own.requireUncommitted();
    started();
    Rotated rotated = token == null ? Gone.UNKNOWN : own.sessions().rotate(token, rotation);
    if (rotated instanceof Rotated.Renewed renewed) {
      take(renewed.token(), renewed.session());
    }
    over = rotated instanceof Gone;
    return rotated;
  }

  private void take(String newToken, Session now) {
    token = newToken;
    session = now;
    own.keep(newToken);
  }

  /** The attributes as this request sees them. */
  private Attributes attributes() {
    Session now = live();
    Attributes stored = now == null ? Attributes.none() : now.attributes();
    if (changes.isEmpty()) {
      return stored;
    }
    Map<String, Attribute> all = new LinkedHashMap<>(stored.asMap());
    changes.forEach(
        (name, json) ->
            all.compute(name, (same, was) -> json == null ? null : new Attribute(json, 0)));
    return Attributes.stored(all);
  }

  private Change drained() {
    Change change = Change.change();
    for (Map.Entry<String, @Nullable String> one : changes.entrySet()) {
      String json = one.getValue();
      change = json == null ? change.remove(one.getKey()) : change.setJson(one.getKey(), json);
    }
    changes.clear();
    return change;
  }

  /** Encoded at once, so that a value that is none fails where it is set. */
  private static String checked(String name, Object value) {
    return Attributes.attributes(name, value).json(name).orElseThrow();
  }
}
