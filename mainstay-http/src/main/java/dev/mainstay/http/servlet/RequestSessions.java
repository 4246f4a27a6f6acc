package dev.mainstay.http.servlet;

import dev.mainstay.http.CookieLook;
import dev.mainstay.http.SessionCookie;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Sessions;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * The session of one request: found when first asked for, once; written and its cookie sent when
 * the response is about to be committed. Threads of an asynchronous request share it by its
 * monitor.
 */
final class RequestSessions {
  /** Where a request keeps its own; threads of an asynchronous one too, when the filter is done. */
  static final String ATTRIBUTE = RequestSessions.class.getName();

  private final Sessions sessions;
  private final SessionCookie cookie;
  private final CookieLook look;
  private final ServletContext context;
  private final HttpServletResponse response;

  private boolean asked;
  private @Nullable StoredHttpSession current;
  private @Nullable String requestedId;
  private @Nullable String pendingCookie;

  RequestSessions(
      Sessions sessions,
      SessionCookie cookie,
      CookieLook look,
      HttpServletRequest request,
      HttpServletResponse response) {
    this.sessions = sessions;
    this.cookie = cookie;
    this.look = look;
    this.context = request.getServletContext();
    this.response = response;
  }

  /** Those that the filter gave to a request. */
  static RequestSessions of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof RequestSessions own) {
      return own;
    }
    throw unmapped();
  }

  static IllegalStateException unmapped() {
    return new IllegalStateException(
        "the request did not come through SessionFilter; map it to it");
  }

  /** The live session; null where there is none. At most one find, whatever it answers. */
  synchronized @Nullable StoredHttpSession get() {
    if (!asked) {
      String token = look.token().orElse(null);
      Found found = token == null ? null : sessions.find(token);
      if (token != null && found instanceof Found.Live live) {
        requestedId = live.session().id();
        current = new StoredHttpSession(this, token, live.session());
      }
      asked = true;
    }
    return current != null && current.isOver() ? null : current;
  }

  /** The live session, or a new one that starts when it has to. */
  synchronized StoredHttpSession getOrCreate() {
    StoredHttpSession session = get();
    if (session == null) {
      requireUncommitted();
      session = new StoredHttpSession(this, null, null);
      current = session;
    }
    return session;
  }

  synchronized @Nullable String requestedId() {
    get();
    return requestedId;
  }

  /**
   * Ends the session of this request, and the one that the cookie leads to where the request has
   * not asked for it, whether it lives or not.
   */
  synchronized void logout() {
    StoredHttpSession session = current;
    String token = session == null ? null : session.token();
    if (token == null) {
      token = look.token().orElse(null);
    }
    if (session == null) {
      session = new StoredHttpSession(this, null, null);
      current = session;
      asked = true;
    }
    session.end(token);
  }

  /** Writes what has changed, if anything, and sends the cookie if there is one to send. */
  synchronized void commit() {
    if (current != null && !current.isOver()) {
      current.write();
    }
    sendCookie();
  }

  synchronized void sendCookie() {
    if (pendingCookie == null || response.isCommitted()) {
      return;
    }
    response.addHeader("Set-Cookie", pendingCookie);
    pendingCookie = null;
    if (response.getHeader("Cache-Control") == null) {
      response.setHeader("Cache-Control", "no-store");
    }
  }

  void keep(String token) {
    pendingCookie = cookie.set(token);
  }

  void forget() {
    pendingCookie = look instanceof CookieLook.One ? cookie.clear() : null;
  }

  /** A token that cannot reach the browser any more would lock its user out. */
  void requireUncommitted() {
    if (response.isCommitted()) {
      throw new IllegalStateException(
          "the response is committed and can carry no cookie; start, log in and rotate before it");
    }
  }

  Sessions sessions() {
    return sessions;
  }

  ServletContext context() {
    return context;
  }
}
