package dev.mainstay.server.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Holds a value against a schema of the document; knows the keywords that the document uses. */
final class SchemaCheck {
  private final JsonNode document;
  private final List<String> wrong = new ArrayList<>();

  private SchemaCheck(JsonNode document) {
    this.document = document;
  }

  /** What is wrong with the value, each with its place; empty where nothing is. */
  static List<String> of(JsonNode document, JsonNode schema, JsonNode value) {
    SchemaCheck check = new SchemaCheck(document);
    check.check(schema, value, "$");
    return check.wrong;
  }

  static JsonNode resolve(JsonNode document, JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      at = document.at(at.get("$ref").asString().substring(1));
    }
    return at;
  }

  private void check(JsonNode given, JsonNode value, String at) {
    JsonNode schema = resolve(document, given);
    if (schema.has("type") && !isOneOf(schema.get("type"), value)) {
      wrong.add(at + " is no " + schema.get("type"));
      return;
    }
    if (schema.has("const") && !schema.get("const").equals(value)) {
      wrong.add(at + " is not " + schema.get("const"));
    }
    if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
      wrong.add(at + " is none of " + schema.get("enum"));
    }
    if (schema.has("pattern") && value.isString()) {
      if (!Pattern.compile(schema.get("pattern").asString()).matcher(value.asString()).find()) {
        wrong.add(at + " does not match " + schema.get("pattern"));
      }
    }
    if (schema.has("minimum") && value.asDouble() < schema.get("minimum").asDouble()) {
      wrong.add(at + " is below " + schema.get("minimum"));
    }
    object(schema, value, at);
    for (int i = 0; value.isArray() && schema.has("items") && i < value.size(); i++) {
      check(schema.get("items"), value.get(i), at + "[" + i + "]");
    }
  }

  private void object(JsonNode schema, JsonNode value, String at) {
    if (!value.isObject()) {
      return;
    }
    schema
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.asString())) {
                wrong.add(at + " lacks " + name.asString());
              }
            });
    JsonNode more = schema.path("additionalProperties");
    for (var field : value.properties()) {
      String place = at + "." + field.getKey();
      JsonNode known = schema.path("properties").path(field.getKey());
      if (!known.isMissingNode()) {
        check(known, field.getValue(), place);
      } else if (more.isBoolean() && !more.asBoolean()) {
        wrong.add(place + " is not in the document");
      } else if (more.isObject()) {
        check(more, field.getValue(), place);
      }
    }
  }

  private static boolean isOneOf(JsonNode types, JsonNode value) {
    return types.isArray()
        ? types.valueStream().anyMatch(type -> is(type.asString(), value))
        : is(types.asString(), value);
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("No type: " + type);
    };
  }
}
