package dev.mainstay.server.http;

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

  static Map<String, JsonValue> object(Map<String, JsonValue> fields, String name) {
    JsonValue value = fields.get(name);
    return value == null || value.isNull() ? Map.of() : value.requireObject();
  }
}
