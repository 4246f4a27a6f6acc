package dev.mainstay.server.http;

import dev.mainstay.errors.InvalidValueException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the optional fields of a request's object; null in JSON is as good as absent. */
final class Fields {
  private Fields() {}

  static @Nullable String string(Map<String, JsonValue> fields, String name) {
    JsonValue value = fields.get(name);
    return value == null || value.isNull() ? null : value.requireString();
  }

  static String string(Map<String, JsonValue> fields, String name, String otherwise) {
    String value = string(fields, name);
    return value == null ? otherwise : value;
  }

  static String required(Map<String, JsonValue> fields, String name) {
    String value = string(fields, name);
    if (value == null) {
      throw new InvalidValueException(name, "is missing");
    }
    return value;
  }

  static Map<String, JsonValue> object(Map<String, JsonValue> fields, String name) {
    JsonValue value = fields.get(name);
    return value == null || value.isNull() ? Map.of() : value.requireObject();
  }
}
