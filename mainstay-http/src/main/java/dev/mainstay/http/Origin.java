package dev.mainstay.http;

import dev.mainstay.errors.InvalidValueException;
import java.util.Locale;
import java.util.Optional;

/** Web origins in one spelling: lower case, the port only where it is not the scheme's own. */
final class Origin {
  private static final int MAX_CHARS = 512;

  private Origin() {}

  /** An origin of the caller's own configuration. */
  static String require(String text) {
    return read(text)
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "origin",
                    Shown.of(text) + " is not an origin; write it as https://app.example.com"));
  }

  /** An {@code Origin} field; empty for {@code null} and whatever else is not http or https. */
  static Optional<String> read(String text) {
    int colon = text.indexOf("://");
    return colon < 0 || text.length() > MAX_CHARS
        ? Optional.empty()
        : of(text.substring(0, colon), text.substring(colon + 3));
  }

  /** The origin of an absolute URL, as in {@code Referer}. */
  static Optional<String> ofUrl(String url) {
    int authority = url.indexOf("://") + 3;
    int end = authority;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return authority < 3 ? Optional.empty() : read(url.substring(0, end));
  }

  /** The origin that a scheme and a {@code Host} field make. */
  static Optional<String> of(String scheme, String host) {
    String s = scheme.toLowerCase(Locale.ROOT);
    boolean web = s.equals("http") || s.equals("https");
    if (!web || host.isEmpty() || !plain(host)) {
      return Optional.empty();
    }
    String usual = s.equals("http") ? ":80" : ":443";
    String h = host.toLowerCase(Locale.ROOT);
    return Optional.of(
        s + "://" + (h.endsWith(usual) ? h.substring(0, h.length() - usual.length()) : h));
  }

  private static boolean plain(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (!Ascii.alphanumeric(c) && "-._:[]".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
