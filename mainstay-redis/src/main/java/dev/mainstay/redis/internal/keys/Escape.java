package dev.mainstay.redis.internal.keys;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Spells any name with letters, digits and {@code . _ ~ @ + -}: every other byte of its UTF-8
 * becomes {@code %XX}. Two names never have one spelling, and no spelling holds a colon or a brace.
 */
final class Escape {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private Escape() {}

  static String escape(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isPlain(name.charAt(i))) {
        return escapeBytes(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return name;
  }

  private static String escapeBytes(byte[] bytes) {
    StringBuilder spelled = new StringBuilder(bytes.length * 3);
    for (byte b : bytes) {
      if (b > 0 && isPlain((char) b)) {
        spelled.append((char) b);
      } else {
        spelled.append('%').append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
      }
    }
    return spelled.toString();
  }

  static String unescape(String spelled) {
    if (spelled.indexOf('%') < 0) {
      return spelled;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(spelled.length());
    for (int i = 0; i < spelled.length(); i++) {
      if (spelled.charAt(i) == '%') {
        bytes.write(Integer.parseInt(spelled, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(spelled.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '~'
        || c == '@'
        || c == '+'
        || c == '-';
  }
}
