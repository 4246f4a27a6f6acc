package dev.mainstay.sessions;

import dev.mainstay.errors.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The bounds of a session's values, each checked before anything is sent. */
public final class SessionBounds {
  /** Ids, keys and names are 1 to so many bytes of UTF-8. */
  public static final int NAME_BYTES = 512;

  /** An attribute's JSON text is at most so many bytes of UTF-8. */
  public static final int ATTRIBUTE_BYTES = 256 * 1024;

  /** A session has at most so many attributes. */
  public static final int ATTRIBUTES = 256;

  /** Integers that are counted with stay within plus and minus this: what Lua holds exactly. */
  public static final long INTEGER = (1L << 53) - 1;

  /** For so long after its end a session can tell why it ended. */
  public static final Duration REMEMBERED = Duration.ofMinutes(1);

  private SessionBounds() {}

  /** A name, id or key that may be sent. */
  public static String name(String field, String value) {
    int bytes = utf8Length(field, value);
    if (bytes < 1 || bytes > NAME_BYTES) {
      throw new InvalidValueException(
          field, "has " + bytes + " bytes of UTF-8, allowed are 1 to " + NAME_BYTES);
    }
    return value;
  }

  /** How far an answer may lag behind. */
  public static Duration staleness(Duration value) {
    if (value.isNegative()) {
      throw new InvalidValueException(
          "staleness", value + " is negative; allowed are zero, for the latest, and more");
    }
    return value;
  }

  static String attributeName(String value) {
    return name("attribute", value);
  }

  static Attribute attribute(String name, Attribute attribute) {
    json(name, attribute.json());
    return attribute;
  }

  static String json(String name, String json) {
    int bytes = utf8Length("attribute '" + name + "'", json);
    if (bytes > ATTRIBUTE_BYTES) {
      throw new InvalidValueException(
          "attribute '" + name + "'",
          "has " + bytes + " bytes, allowed are up to " + ATTRIBUTE_BYTES);
    }
    return json;
  }

  static void attributeCount(int count) {
    if (count > ATTRIBUTES) {
      throw new InvalidValueException(
          "attributes", count + " are too many, a session has up to " + ATTRIBUTES);
    }
  }

  private static int utf8Length(String field, String value) {
    if (value.length() > ATTRIBUTE_BYTES) {
      return value.length();
    }
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
      return bytes.remaining();
    } catch (CharacterCodingException lone) {
      throw new InvalidValueException(field, "holds half of a surrogate pair, which UTF-8 cannot");
    }
  }
}
