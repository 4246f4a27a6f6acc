package dev.mainstay.http;

/**
 * Reads {@code Cookie} fields for one name. It splits at every semicolon, in quotes too, and strips
 * nothing but spaces and tabs: wherever a server reads cookies more cleverly than that (RFC 2109
 * quoting, Unicode spaces), a planted cookie can swallow or pose as another.
 */
final class CookieReader {
  static final int MAX_CHARS = 16_384;
  static final int MAX_PAIRS = 256;

  private final String name;
  private int chars;
  private int pairs;
  private int found;
  private String value = "";

  CookieReader(String name) {
    this.name = name;
  }

  void read(String header) {
    chars = (int) Math.min((long) chars + header.length(), Integer.MAX_VALUE);
    if (oversized()) {
      return;
    }
    int start = 0;
    while (start < header.length() && !oversized()) {
      int semicolon = header.indexOf(';', start);
      int end = semicolon < 0 ? header.length() : semicolon;
      pair(header, start, end);
      start = end + 1;
    }
  }

  CookieLook outcome() {
    if (oversized()) {
      return new CookieLook.Oversized();
    }
    if (found > 1) {
      return new CookieLook.Duplicate(found);
    }
    return value.isEmpty() ? new CookieLook.None() : new CookieLook.One(value);
  }

  private boolean oversized() {
    return chars > MAX_CHARS || pairs > MAX_PAIRS;
  }

  private void pair(String header, int start, int end) {
    int from = skip(header, start, end);
    if (from == end) {
      return;
    }
    pairs++;
    int afterName = from + name.length();
    if (!header.startsWith(name, from) || afterName > end) {
      return;
    }
    int equals = skip(header, afterName, end);
    if (equals < end && header.charAt(equals) == '=') {
      found++;
      take(header, skip(header, equals + 1, end), end);
    }
  }

  private void take(String header, int start, int end) {
    int from = start;
    int to = end;
    while (to > from && blank(header.charAt(to - 1))) {
      to--;
    }
    if (to - from >= 2 && header.charAt(from) == '"' && header.charAt(to - 1) == '"') {
      from++;
      to--;
    }
    value = isValue(header, from, to) ? header.substring(from, to) : "";
  }

  /** Are these all cookie-octets of RFC 6265? */
  static boolean isValue(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static int skip(String text, int start, int end) {
    int at = start;
    while (at < end && blank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean blank(char c) {
    return c == ' ' || c == '\t';
  }
}
