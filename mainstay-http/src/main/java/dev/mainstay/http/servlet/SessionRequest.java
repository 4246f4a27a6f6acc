package dev.mainstay.http.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/** A request whose session is the fleet's and not the container's. */
final class SessionRequest extends HttpServletRequestWrapper {
  private final RequestSessions own;
  private final SessionResponse response;

  SessionRequest(HttpServletRequest request, SessionResponse response, RequestSessions own) {
    super(request);
    this.response = response;
    this.own = own;
  }

  /** The pair that the servlet sees, and not what the container began with. */
  @Override
  public AsyncContext startAsync() {
    return super.startAsync(this, response);
  }

  @Override
  public HttpSession getSession() {
    return own.getOrCreate();
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    return create ? own.getOrCreate() : own.get();
  }

  @Override
  public String changeSessionId() {
    StoredHttpSession session = own.get();
    if (session == null) {
      throw new IllegalStateException("the request has no session whose id could change");
    }
    return session.changeId();
  }

  /** The handle of the session that the cookie leads to; null where it leads to none. */
  @Override
  public @Nullable String getRequestedSessionId() {
    return own.requestedId();
  }

  @Override
  public boolean isRequestedSessionIdValid() {
    return own.requestedId() != null;
  }

  @Override
  public boolean isRequestedSessionIdFromCookie() {
    return own.requestedId() != null;
  }

  @Override
  public boolean isRequestedSessionIdFromURL() {
    return false;
  }
}
