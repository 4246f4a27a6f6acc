package dev.mainstay.server.http;

import dev.mainstay.http.CookieLook;
import dev.mainstay.http.Problem;
import dev.mainstay.http.ProblemType;
import dev.mainstay.http.SessionCookie;
import dev.mainstay.sessions.Gone;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the session token of a request: in {@code Authorization: Bearer}, else in the one cookie of
 * the policies' names. One token is tried or none.
 */
final class Tokens {
  private static final String SCHEME = "Bearer ";
  private static final String CHALLENGE = "Bearer realm=\"mainstay\"";

  private final List<SessionCookie> cookies;
  private final RequestListener listener;

  /**
   * A token, and the cookie that it came in.
   *
   * @param cookie null where it came in {@code Authorization}
   */
  record Presented(String token, @Nullable SessionCookie cookie) {
    @Override
    public String toString() {
      return "Presented[…]";
    }
  }

  Tokens(Collection<SessionCookie> cookies, RequestListener listener) {
    Map<String, SessionCookie> byName = new TreeMap<>();
    cookies.forEach(cookie -> byName.put(cookie.name(), cookie));
    this.cookies = List.copyOf(byName.values());
    this.listener = listener;
  }

  /** The token to try; a request without one, or with several, is refused. */
  Presented find(MultiMap headers) {
    String bearer = headers.get(HttpHeaders.AUTHORIZATION);
    if (bearer != null && bearer.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      if (headers.getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
        throw new Refusal(gone("More than one Authorization was sent.", Gone.Reason.UNKNOWN));
      }
      return new Presented(bearer.substring(SCHEME.length()).strip(), null);
    }
    Presented found = headers.contains(HttpHeaders.COOKIE) ? cookie(headers) : null;
    if (found == null) {
      throw new Refusal(gone("No session token was sent.", Gone.Reason.UNKNOWN));
    }
    return found;
  }

  private @Nullable Presented cookie(MultiMap headers) {
    List<String> fields = headers.getAll(HttpHeaders.COOKIE);
    Presented found = null;
    for (SessionCookie cookie : cookies) {
      CookieLook look = cookie.look(fields);
      boolean another = look instanceof CookieLook.One && found != null;
      if (another || look instanceof CookieLook.Duplicate || look instanceof CookieLook.Oversized) {
        listener.cookieRefused();
        throw new Refusal(
            gone("More than one session cookie was sent; none is tried.", Gone.Reason.UNKNOWN));
      }
      if (look instanceof CookieLook.One one) {
        found = new Presented(one.value(), cookie);
      }
    }
    return found;
  }

  /** The problem of a token whose session does not live. */
  static Problem gone(Gone gone) {
    Problem problem = gone("The token leads to no live session.", gone.reason());
    return problem.withHeader("WWW-Authenticate", CHALLENGE + ", error=\"invalid_token\"");
  }

  private static Problem gone(String detail, Gone.Reason reason) {
    return ProblemType.SESSION_GONE
        .problem(detail)
        .with("reason", reason.name().toLowerCase(Locale.ROOT))
        .withHeader("WWW-Authenticate", CHALLENGE);
  }
}
