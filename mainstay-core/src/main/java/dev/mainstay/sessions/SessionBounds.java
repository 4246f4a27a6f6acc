package dev.mainstay.sessions;

import dev.mainstay.codec.Names;
import dev.mainstay.errors.InvalidValueException;
import java.time.Duration;

/** The bounds of a session's values, each checked before anything is sent. */
public final class SessionBounds {
  /** An attribute's JSON text is at most so many bytes of UTF-8. */
  public static final int ATTRIBUTE_BYTES = 256 * 1024;

  /** A session has at most so many attributes. */
  public static final int ATTRIBUTES = 256;

  /** Integers that are counted with stay within plus and minus this: what Lua holds exactly. */
  public static final long INTEGER = (1L << 53) - 1;

  /** For so long after its end a session can tell why it ended. */
  public static final Duration REMEMBERED = Duration.ofMinutes(1);

  private SessionBounds() {}

  /** How far an answer may lag behind. */
  public static Duration staleness(Duration value) {
    if (value.isNegative()) {
      throw new InvalidValueException(
          "staleness", value + " is negative; allowed are zero, for the latest, and more");
    }
    return value;
  }

  static String attributeName(String value) {
    return Names.check("attribute", value);
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
    return value.length() > ATTRIBUTE_BYTES ? value.length() : Names.utf8Length(field, value);
  }
}
