package dev.mainstay.jackson;

import dev.mainstay.codec.JsonCodec;
import dev.mainstay.errors.CodecException;
import java.io.StringWriter;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON codec of Jackson. Unknown fields of stored values are passed over, so that an older
 * version of a program reads what a newer one wrote; no type names are written or obeyed.
 */
public final class JacksonJson implements JsonCodec {
  private final JsonMapper mapper =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Made by the service loader. */
  public JacksonJson() {}

  @Override
  public String encode(@Nullable Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JacksonException failed) {
      throw new CodecException(
          "cannot write " + nameOf(value) + " as JSON: " + failed.getClass().getSimpleName());
    }
  }

  @Override
  public @Nullable Object decode(String json, Type type) {
    try {
      return mapper.readValue(json, mapper.constructType(type));
    } catch (JacksonException failed) {
      throw new CodecException(
          "cannot read JSON as " + type.getTypeName() + ": " + failed.getClass().getSimpleName());
    }
  }

  @Override
  public String compact(String json) {
    StringWriter compact = new StringWriter(json.length());
    try (JsonParser parser = mapper.createParser(json);
        JsonGenerator generator = mapper.createGenerator(compact)) {
      if (parser.nextToken() == null) {
        throw new CodecException("not JSON: the text is empty");
      }
      copy(parser, generator);
      if (parser.nextToken() != null) {
        throw new CodecException("not JSON: something follows the value");
      }
    } catch (JacksonException failed) {
      var at = failed.getLocation();
      throw new CodecException("not JSON" + (at == null ? "" : ": see column " + at.getColumnNr()));
    }
    return compact.toString();
  }

  /** Copies one value. Numbers go by their text: no type of number keeps 1e400 and -0.0 alike. */
  private static void copy(JsonParser parser, JsonGenerator generator) {
    int depth = 0;
    do {
      JsonToken token = parser.currentToken();
      if (token.isNumeric()) {
        generator.writeNumber(parser.getString());
      } else {
        generator.copyCurrentEvent(parser);
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } while (depth > 0 && parser.nextToken() != null);
  }

  private static String nameOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }
}
