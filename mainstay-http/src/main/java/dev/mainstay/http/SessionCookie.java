package dev.mainstay.http;

import dev.mainstay.errors.InvalidValueException;
import java.util.List;
import java.util.Locale;

/**
 * The cookie that carries a session's token: Secure, HttpOnly, {@code Path=/}, no Domain, and gone
 * with the browser's session; when a session ends is the store's affair. The name's prefix makes
 * the browser hold what it promises ({@code __Host-}: set by this very host, over TLS).
 *
 * @param name {@code __Host-…} or {@code __Secure-…}; without prefix where it is not secure
 * @param secure false only for plain HTTP in development
 * @param sameSite Lax unless changed
 */
public record SessionCookie(String name, boolean secure, SameSite sameSite) {
  /** Name and value together, in bytes: browsers drop what is longer (RFC 6265bis, 5.6). */
  public static final int MAX_BYTES = 4096;

  private static final List<String> PREFIXES = List.of("__host-", "__secure-", "__http-");

  /** Refuses a name that is no token of RFC 9110 or does not go with {@code secure}. */
  public SessionCookie {
    requireToken(name);
    String lower = name.toLowerCase(Locale.ROOT);
    if (secure) {
      requireUsablePrefix(name);
    } else if (PREFIXES.stream().anyMatch(lower::startsWith)) {
      throw refused(name, "has a prefix that browsers only accept over TLS; use a plain name");
    } else if (sameSite == SameSite.NONE) {
      throw new InvalidValueException("sameSite", "None needs a secure cookie; use Lax or Strict");
    }
  }

  /** {@code __Host-sid}, Secure, SameSite=Lax: what to use unless there is a reason. */
  public static SessionCookie standard() {
    return named("__Host-sid");
  }

  /** A secure cookie of another name, which begins with {@code __Host-} or {@code __Secure-}. */
  public static SessionCookie named(String name) {
    return new SessionCookie(name, true, SameSite.LAX);
  }

  /**
   * A cookie without Secure, for plain HTTP in development. Whoever sees the traffic has the
   * session. The name has no prefix, as in {@code sid}.
   */
  public static SessionCookie insecure(String name) {
    return new SessionCookie(name, false, SameSite.LAX);
  }

  /** The same cookie with another SameSite. */
  public SessionCookie withSameSite(SameSite other) {
    return new SessionCookie(name, secure, other);
  }

  /** The value of the {@code Set-Cookie} field that gives the browser this token. */
  public String set(String token) {
    requireValue(token);
    return name + '=' + token + attributes();
  }

  /** The value of the {@code Set-Cookie} field that makes the browser forget the cookie. */
  public String clear() {
    return name + '=' + attributes() + "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
  }

  /**
   * Looks for the session's cookie. Never throws, reads each character once.
   *
   * @param headers the values of all {@code Cookie} fields of a request (HTTP/2 may split them)
   */
  public CookieLook look(Iterable<String> headers) {
    CookieReader reader = new CookieReader(name);
    for (String header : headers) {
      reader.read(header);
    }
    return reader.outcome();
  }

  /** Looks for the session's cookie in a single {@code Cookie} field. */
  public CookieLook look(String header) {
    return look(List.of(header));
  }

  private String attributes() {
    return "; Path=/" + (secure ? "; Secure" : "") + "; HttpOnly; SameSite=" + sameSite.word();
  }

  private void requireValue(String token) {
    if (token.isEmpty() || !CookieReader.isValue(token, 0, token.length())) {
      throw new InvalidValueException(
          "token", "is empty or has a character that no cookie carries; give a token as issued");
    }
    if (name.length() + token.length() > MAX_BYTES) {
      throw new InvalidValueException(
          "token", "with its cookie's name it is longer than " + MAX_BYTES + " bytes");
    }
  }

  private static void requireToken(String name) {
    if (name.isEmpty() || name.length() > 256) {
      throw refused(name, "has " + name.length() + " characters; 1 to 256 are allowed");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Ascii.alphanumeric(c) && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        throw refused(name, "has characters other than letters, digits and !#$%&'*+-.^_`|~");
      }
    }
  }

  private static void requireUsablePrefix(String name) {
    boolean host = name.startsWith("__Host-") && name.length() > "__Host-".length();
    boolean secure = name.startsWith("__Secure-") && name.length() > "__Secure-".length();
    if (!host && !secure) {
      throw refused(
          name,
          "does not begin with __Host- or __Secure-; for plain HTTP in development there is"
              + " SessionCookie.insecure(name)");
    }
  }

  private static InvalidValueException refused(String name, String problem) {
    return new InvalidValueException("cookie name", Shown.of(name) + ' ' + problem);
  }
}
