package dev.mainstay.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Did this application's own pages make the request? For methods that change something the browser
 * tells, in fields that no page can forge: {@code Sec-Fetch-Site} where there is one, else {@code
 * Origin}, else {@code Referer}. Own is what the request's scheme and {@code Host} say, and the
 * origins that are named here (behind a proxy that ends TLS, name the public one).
 *
 * @param origins the origins that may write beside the own one
 */
public record OriginCheck(Set<String> origins) {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /** What the check found; {@link #passes()} is the question. */
  public enum Verdict {
    /** The method changes nothing. */
    SAFE_METHOD(true, "the method is safe"),
    /** The application's own page, or one of a named origin, made the request. */
    OWN_ORIGIN(true, "the origin is the application's own or an allowed one"),
    /** The user made it, without any page: typed, or a bookmark. */
    USER(true, "no page made the request"),
    /** Another site's page made it. */
    CROSS_SITE(false, "Sec-Fetch-Site names another site"),
    /** {@code Origin} or {@code Referer} name an origin that is not allowed. */
    FOREIGN_ORIGIN(false, "Origin or Referer name an origin that is not allowed"),
    /** The browser hides the origin: a sandboxed frame, a redirect across sites, a local file. */
    OPAQUE_ORIGIN(false, "Origin or Referer name no web origin"),
    /** None of the three fields: not a browser, and nothing that protects a cookie. */
    SILENT(false, "there is no Sec-Fetch-Site, Origin or Referer");

    private final boolean passes;
    private final String reason;

    Verdict(boolean passes, String reason) {
      this.passes = passes;
      this.reason = reason;
    }

    /** May the request go on with the session that its cookie names? */
    public boolean passes() {
      return passes;
    }

    /** Why, in words for a log or a problem's detail. */
    public String reason() {
      return reason;
    }
  }

  /** Refuses what is not an http or https origin. */
  public OriginCheck {
    Set<String> normal = new TreeSet<>();
    origins.forEach(origin -> normal.add(Origin.require(origin)));
    origins = Set.copyOf(normal);
  }

  /** Only the application's own origin. */
  public static OriginCheck sameOrigin() {
    return new OriginCheck(Set.of());
  }

  /** The own origin and these, as in {@code https://app.example.com}. */
  public static OriginCheck allowing(String... origins) {
    return new OriginCheck(Set.of(origins));
  }

  /**
   * Decides on one request.
   *
   * @param method the request's method
   * @param scheme {@code http} or {@code https}, as the client used it
   * @param header gives a field's value by name, null where there is none
   */
  public Verdict decide(String method, String scheme, Header header) {
    if (SAFE.contains(method)) {
      return Verdict.SAFE_METHOD;
    }
    String site = header.value("Sec-Fetch-Site");
    String origin = header.value("Origin");
    if (site != null) {
      return bySite(site.toLowerCase(Locale.ROOT), origin);
    }
    if (origin != null) {
      return byOrigin(Origin.read(origin), scheme, header.value("Host"));
    }
    String referer = header.value("Referer");
    return referer == null
        ? Verdict.SILENT
        : byOrigin(Origin.ofUrl(referer), scheme, header.value("Host"));
  }

  /** A browser that speaks of the site has compared the origins itself, redirects included. */
  private Verdict bySite(String site, @Nullable String origin) {
    if (site.equals("same-origin")) {
      return Verdict.OWN_ORIGIN;
    }
    if (site.equals("none")) {
      return Verdict.USER;
    }
    boolean named = origin != null && Origin.read(origin).filter(origins::contains).isPresent();
    return named ? Verdict.OWN_ORIGIN : Verdict.CROSS_SITE;
  }

  private Verdict byOrigin(Optional<String> from, String scheme, @Nullable String host) {
    if (from.isEmpty()) {
      return Verdict.OPAQUE_ORIGIN;
    }
    boolean own = host != null && Origin.of(scheme, host).equals(from);
    return own || origins.contains(from.get()) ? Verdict.OWN_ORIGIN : Verdict.FOREIGN_ORIGIN;
  }

  /** Fields of a request. */
  @FunctionalInterface
  public interface Header {
    /** The value of the field of this name, case ignored; null where there is none. */
    @Nullable String value(String name);
  }
}
