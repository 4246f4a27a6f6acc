package dev.mainstay.testing;

import dev.mainstay.codec.JsonCodec;
import dev.mainstay.errors.CodecException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Scalars as JSON, enough for the tests of core; the real codec is another module's. */
public final class TinyJson implements JsonCodec {
  @Override
  public String encode(@Nullable Object value) {
    return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
  }

  @Override
  public @Nullable Object decode(String json, Type type) {
    if (json.equals("null")) {
      return null;
    }
    if (type == String.class && json.startsWith("\"")) {
      return json.substring(1, json.length() - 1);
    }
    if (type == boolean.class || type == Boolean.class) {
      return Boolean.valueOf(json);
    }
    try {
      return type == long.class || type == Long.class
          ? (Object) Long.valueOf(json)
          : (Object) Integer.valueOf(json);
    } catch (NumberFormatException notANumber) {
      throw new CodecException("not a " + type.getTypeName(), notANumber);
    }
  }

  @Override
  public String compact(String json) {
    if (json.isBlank()) {
      throw new CodecException("no JSON value");
    }
    return json.replaceAll("\\s", "");
  }
}
