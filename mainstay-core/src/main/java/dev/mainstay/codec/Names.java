package dev.mainstay.codec;

import dev.mainstay.errors.InvalidValueException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Ids, keys and names: 1 to 512 bytes of well-formed UTF-8, everywhere in Mainstay. */
public final class Names {
  /** The longest one, in bytes of UTF-8. */
  public static final int MOST_BYTES = 512;

  private Names() {}

  /**
   * A name that may be sent, as it is.
   *
   * @throws InvalidValueException where it is none
   */
  public static String check(String field, String name) {
    if (isPlain(name)) {
      return name;
    }
    int bytes = name.length() > MOST_BYTES ? name.length() : utf8Length(field, name);
    if (bytes < 1 || bytes > MOST_BYTES) {
      throw new InvalidValueException(
          field, "has " + bytes + " bytes of UTF-8, allowed are 1 to " + MOST_BYTES);
    }
    return name;
  }

  /** Whether it is a name of ASCII, as nearly all are: told without encoding it. */
  private static boolean isPlain(String name) {
    int length = name.length();
    boolean plain = length > 0 && length <= MOST_BYTES;
    for (int i = 0; plain && i < length; i++) {
      plain = name.charAt(i) < 0x80;
    }
    return plain;
  }

  /**
   * How many bytes of UTF-8 a text has.
   *
   * @throws InvalidValueException where it is not well-formed
   */
  public static int utf8Length(String field, String text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
    } catch (CharacterCodingException lone) {
      throw new InvalidValueException(field, "holds half of a surrogate pair, which UTF-8 cannot");
    }
  }
}
