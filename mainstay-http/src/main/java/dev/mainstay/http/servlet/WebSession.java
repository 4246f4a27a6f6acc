package dev.mainstay.http.servlet;

import dev.mainstay.errors.UnconfirmedException;
import dev.mainstay.sessions.Rotated;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * A session as servlets know it, stored where every replica sees it. Attributes are JSON values:
 * {@link #getAttribute(String)} gives strings, numbers, booleans, lists and maps, a copy each time,
 * so a value that was changed has to be set again. Changes are collected and written together just
 * before the response is committed; changes of different attributes by parallel requests do not
 * undo each other.
 *
 * <p>{@code getId()} is the public handle, never the token. {@code invalidate()} ends the session
 * for every replica before it returns; where it throws {@link UnconfirmedException} the session is
 * over for this request and for every replica, its cookie stays, and {@link #logout} can say it
 * again. {@code setMaxInactiveInterval} is not supported, since the policy decides, nor are session
 * listeners: a session may end while no replica looks.
 */
public interface WebSession extends HttpSession {

  /**
   * The session of a request that came through {@link SessionFilter}; started where there is none.
   */
  static WebSession of(HttpServletRequest request) {
    if (request.getSession() instanceof WebSession session) {
      return session;
    }
    throw RequestSessions.unmapped();
  }

  /**
   * Logs out: ends the session of a request, whose cookie then goes with the answer. Does so
   * whether the session lives, has ended or was never there, so a logout that was not confirmed is
   * simply repeated by the browser. One round trip; none where there is no cookie.
   *
   * @throws UnconfirmedException where it has ended, and a failover now could undo that; the cookie
   *     stays. Not caught, it is answered with 503 and {@code Retry-After}
   * @throws dev.mainstay.errors.StoreUnavailableException where the store does not answer
   */
  static void logout(HttpServletRequest request) {
    RequestSessions.of(request).logout();
  }

  /**
   * An attribute as a type.
   *
   * @return null where there is none
   * @throws dev.mainstay.errors.CodecException where its value is not of that type
   */
  <T> @Nullable T getAttribute(String name, Class<T> type);

  /** Whose session it is; null while it is anonymous. */
  @Nullable String user();

  /**
   * Gives the session to a user who has just proved who he is: one round trip where it was new,
   * three otherwise. The attributes stay, id and token are new.
   *
   * @return {@link Rotated.Renewed}, or why not; then nothing has changed
   */
  Rotated login(String user);
}
