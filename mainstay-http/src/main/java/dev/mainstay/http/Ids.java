package dev.mainstay.http;

import dev.mainstay.codec.Names;
import dev.mainstay.errors.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Ids, keys and names as the HTTP API takes them: 1 to 512 bytes of well-formed UTF-8. */
public final class Ids {
  private static final String ALLOWED = "1 to " + Names.MOST_BYTES + " bytes of UTF-8 are allowed";

  private Ids() {}

  /**
   * Gives the id back, or refuses it. Every character is allowed and none is changed: {@code User1}
   * and {@code user1} are two.
   *
   * @param field the id's name, for the message
   */
  public static String require(String field, String id) {
    if (id.isEmpty()) {
      throw new InvalidValueException(field, "is empty; " + ALLOWED);
    }
    int bytes = id.length() > Names.MOST_BYTES ? id.length() : utf8Length(field, id);
    if (bytes > Names.MOST_BYTES) {
      throw new InvalidValueException(field, Shown.of(id) + " is too long; " + ALLOWED);
    }
    return id;
  }

  /**
   * Decodes one segment of a path, as it stood in the request line, into an id. A plus stays a
   * plus; {@code %2F} is a slash within the id.
   *
   * @param field the id's name, for the message
   */
  public static String decode(String field, String segment) {
    if (segment.length() > 3 * Names.MOST_BYTES) {
      throw new InvalidValueException(field, Shown.of(segment) + " is too long; " + ALLOWED);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
    int at = 0;
    while (at < segment.length()) {
      char c = segment.charAt(at);
      bytes.write(c == '%' ? octet(field, segment, at) : ascii(field, segment, c));
      at += c == '%' ? 3 : 1;
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
      // A fresh decoder reports; String's constructor would put U+FFFD for what is malformed.
      CharBuffer id = StandardCharsets.UTF_8.newDecoder().decode(buffer);
      return require(field, id.toString());
    } catch (CharacterCodingException e) {
      throw new InvalidValueException(
          field, Shown.of(segment) + " is not UTF-8 once decoded; " + ALLOWED);
    }
  }

  private static int utf8Length(String field, String id) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(id)).remaining();
    } catch (CharacterCodingException e) {
      throw new InvalidValueException(field, Shown.of(id) + " has half a character; " + ALLOWED);
    }
  }

  private static int octet(String field, String segment, int at) {
    int high = at + 2 < segment.length() ? hex(segment.charAt(at + 1)) : -1;
    int low = at + 2 < segment.length() ? hex(segment.charAt(at + 2)) : -1;
    if (high < 0 || low < 0) {
      throw new InvalidValueException(
          field, Shown.of(segment) + " has a % without two hexadecimal digits; write % as %25");
    }
    return 16 * high + low;
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static int ascii(String field, String segment, char c) {
    if (c <= ' ' || c >= 0x7f) {
      throw new InvalidValueException(
          field,
          Shown.of(segment) + " has a character that a path cannot carry; percent-encode it");
    }
    return c;
  }
}
