package dev.mainstay.http.servlet;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.http.CookieLook;
import dev.mainstay.http.OriginCheck;
import dev.mainstay.http.OriginCheck.Verdict;
import dev.mainstay.http.Problem;
import dev.mainstay.http.ProblemType;
import dev.mainstay.http.SessionCookie;
import dev.mainstay.sessions.Sessions;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Gives each request the session that its cookie leads to, as {@code request.getSession()}. Put it
 * in front of the servlets of an application:
 *
 * <pre>{@code
 * context.addFilter("sessions", SessionFilter.of(mainstay.sessions("web", policy)))
 *     .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
 * }</pre>
 *
 * <p>A request that does not ask for its session costs no round trip; one that reads costs one, one
 * that writes two at most. Changes are written before the response is committed; what is changed
 * after that is written when the request ends. A write by another origin's page is answered with
 * 403 and a store that does not answer with 503, both as problem details; so is a logout that the
 * store has not confirmed, unless the application answers that itself.
 *
 * <p>An immutable value; asynchronous servlets need it declared with {@code async-supported}.
 */
public final class SessionFilter implements Filter {
  private static final String APPLIED = SessionFilter.class.getName();

  private final Sessions sessions;
  private final SessionCookie cookie;
  private final OriginCheck origins;
  private final Observer observer;

  /** Hears of what the filter refuses, to count it; must not throw or block. */
  public interface Observer {
    /** Does nothing. */
    Observer NONE = new Observer() {};

    /** Several session cookies, or more of them than is read: the request has no session. */
    default void cookieRefused(CookieLook look) {}

    /** The request was answered with 403. */
    default void originRefused(Verdict verdict) {}
  }

  private SessionFilter(
      Sessions sessions, SessionCookie cookie, OriginCheck origins, Observer observer) {
    this.sessions = sessions;
    this.cookie = cookie;
    this.origins = origins;
    this.observer = observer;
  }

  /** These sessions in the cookie {@code __Host-sid}, writes from the own origin only. */
  public static SessionFilter of(Sessions sessions) {
    return new SessionFilter(
        sessions, SessionCookie.standard(), OriginCheck.sameOrigin(), Observer.NONE);
  }

  /** The same with another cookie. */
  public SessionFilter withCookie(SessionCookie other) {
    return new SessionFilter(sessions, other, origins, observer);
  }

  /** The same with another check of origins. */
  public SessionFilter withOrigins(OriginCheck other) {
    return new SessionFilter(sessions, cookie, other, observer);
  }

  /** The same with an observer. */
  public SessionFilter withObserver(Observer other) {
    return new SessionFilter(sessions, cookie, origins, other);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http
        && response instanceof HttpServletResponse answer
        && request.getAttribute(APPLIED) == null) {
      CookieLook look = look(http);
      if (look instanceof CookieLook.Duplicate || look instanceof CookieLook.Oversized) {
        observer.cookieRefused(look);
      }
      Verdict verdict = origins.decide(http.getMethod(), http.getScheme(), http::getHeader);
      if (passes(verdict, look)) {
        serve(http, answer, look, chain);
      } else {
        observer.originRefused(verdict);
        Problems.answer(answer, ProblemType.CROSS_ORIGIN.problem(verdict.reason()));
      }
    } else {
      chain.doFilter(request, response);
    }
  }

  /** A container may keep its fields to itself; then there is no cookie to see. */
  private CookieLook look(HttpServletRequest request) {
    Enumeration<String> fields = request.getHeaders("Cookie");
    return cookie.look(fields == null ? List.of() : Collections.list(fields));
  }

  /** Without a cookie there is nothing to protect from a caller that is no browser. */
  private static boolean passes(Verdict verdict, CookieLook look) {
    return verdict.passes() || (verdict == Verdict.SILENT && look.token().isEmpty());
  }

  private void serve(
      HttpServletRequest request, HttpServletResponse response, CookieLook look, FilterChain chain)
      throws IOException, ServletException {
    RequestSessions own = new RequestSessions(sessions, cookie, look, request, response);
    request.setAttribute(APPLIED, true);
    request.setAttribute(RequestSessions.ATTRIBUTE, own);
    try {
      proceed(request, response, own, chain);
    } catch (StoreUnavailableException e) {
      if (response.isCommitted()) {
        throw e;
      }
      response.reset();
      own.sendCookie();
      Problems.answer(response, Problem.of(e));
    } finally {
      request.removeAttribute(APPLIED);
    }
  }

  /** What a failed request has changed is written too, as it is with sessions in memory. */
  private static void proceed(
      HttpServletRequest request,
      HttpServletResponse response,
      RequestSessions own,
      FilterChain chain)
      throws IOException, ServletException {
    try {
      SessionResponse answer = new SessionResponse(response, own::commit);
      chain.doFilter(new SessionRequest(request, answer, own), answer);
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (IOException | ServletException | RuntimeException e) {
      try {
        own.commit();
      } catch (RuntimeException late) {
        e.addSuppressed(late);
      }
      throw e;
    }
    own.commit();
    if (request.isAsyncStarted()) {
      request.getAsyncContext().addListener(new AtEnd(own::commit));
    }
  }
}
