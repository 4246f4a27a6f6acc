package dev.mainstay.server.http;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.ProblemType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A value in a request's body. It keeps the text it was written in, so that a number goes to the
 * store as it came; what is inside is read when it is asked for.
 *
 * @param path where it stands, as in {@code attributes.cart}; empty for the body itself
 * @param kind its first token
 * @param text its text
 * @param string its characters where it is a string
 */
record JsonValue(String path, JsonToken kind, String text, @Nullable String string) {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** The body of a request; an empty one is an empty object. */
  static JsonValue body(String text) {
    if (text.isBlank()) {
      return new JsonValue("", JsonToken.START_OBJECT, "{}", null);
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      JsonValue body = read(parser, text, "");
      if (parser.nextToken() != null) {
        throw new Refusal(ProblemType.MALFORMED_BODY.problem("Something follows the JSON value."));
      }
      return body;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  boolean isNull() {
    return kind == JsonToken.VALUE_NULL;
  }

  /** Its characters; refuses what is no string. */
  String requireString() {
    if (string == null) {
      throw new InvalidValueException(path, "is not a string");
    }
    return string;
  }

  /** Its value; refuses what is not a whole number within the bounds. */
  long requireInteger(long least, long most) {
    if (kind == JsonToken.VALUE_NUMBER_INT && text.length() <= 17) {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw new InvalidValueException(path, "is not a whole number within " + least + " to " + most);
  }

  /** Its fields, which are to be some of these. */
  Map<String, JsonValue> requireFields(Set<String> allowed) {
    Map<String, JsonValue> fields = requireObject();
    for (Map.Entry<String, JsonValue> field : fields.entrySet()) {
      if (!allowed.contains(field.getKey())) {
        throw new Refusal(
            ProblemType.INVALID_VALUE
                .problem(field.getValue().path + ": is unknown here")
                .with("field", field.getValue().path)
                .with("allowed", allowed.stream().sorted().toList()));
      }
    }
    return fields;
  }

  /** Its fields by name; refuses what is no object. */
  Map<String, JsonValue> requireObject() {
    if (kind != JsonToken.START_OBJECT) {
      throw new InvalidValueException(path.isEmpty() ? "body" : path, "is not an object");
    }
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        fields.put(name, read(parser, text, under(name)));
      }
    }
    return fields;
  }

  /** Its elements; refuses what is no array. */
  List<JsonValue> requireArray() {
    if (kind != JsonToken.START_ARRAY) {
      throw new InvalidValueException(path, "is not an array");
    }
    List<JsonValue> elements = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(read(parser, text, path + "." + elements.size()));
      }
    }
    return elements;
  }

  private static JsonValue read(JsonParser parser, String text, String path) {
    JsonToken kind = parser.currentToken();
    int start = (int) parser.currentTokenLocation().getCharOffset();
    String string = kind == JsonToken.VALUE_STRING ? parser.getString() : null;
    parser.skipChildren();
    parser.finishToken();
    int end = (int) parser.currentLocation().getCharOffset();
    return new JsonValue(path, kind, text.substring(start, end), string);
  }

  private String under(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static Refusal malformed(JacksonException e) {
    String message = e.getOriginalMessage();
    if (message.startsWith("Duplicate") && e.processor() instanceof JsonParser parser) {
      String field = parser.streamReadContext().pathAsPointer().toString();
      String path = field.substring(1).replace('/', '.');
      return new Refusal(
          ProblemType.INVALID_VALUE.problem(path + ": is given twice").with("field", path));
    }
    var at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new Refusal(ProblemType.MALFORMED_BODY.problem("The body is not JSON" + where + "."));
  }

  /** Leaves the value out. */
  @Override
  public String toString() {
    return "JsonValue[" + path + "]";
  }
}
