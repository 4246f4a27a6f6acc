package dev.mainstay.http;

import java.nio.charset.StandardCharsets;

/** Strings of structured fields (RFC 9651), which are visible ASCII and spaces. */
final class StructuredText {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private StructuredText() {}

  /**
   * Any text as such a string: encoded, with quotes and backslashes escaped as the grammar says.
   */
  static String quoted(String text) {
    return '"' + encoded(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /**
   * Any text in visible ASCII and spaces. What is none stands as the percent-encoded bytes of its
   * UTF-8, and so does the percent sign, so that no two texts look alike.
   */
  static String encoded(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet < ' ' || octet > '~' || octet == '%') {
        out.append('%').append(HEX[(octet >> 4) & 15]).append(HEX[octet & 15]);
      } else {
        out.append((char) octet);
      }
    }
    return out.toString();
  }
}
