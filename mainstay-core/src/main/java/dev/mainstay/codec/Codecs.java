package dev.mainstay.codec;

import dev.mainstay.errors.CodecException;
import dev.mainstay.errors.InvalidValueException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes codecs of two functions. */
final class Codecs {
  private static final int MOST = 255;

  private Codecs() {}

  private record Pair<T extends @Nullable Object>(
      int schema, Function<T, byte[]> encoder, Function<byte[], T> decoder) implements Codec<T> {
    @Override
    public byte[] encode(T value) {
      return encoder.apply(value);
    }

    @Override
    public T decode(byte[] bytes) {
      return decoder.apply(bytes);
    }

    @Override
    public String toString() {
      return "Codec[schema=" + schema + "]";
    }
  }

  static <T extends @Nullable Object> Codec<T> of(
      int schema, Function<T, byte[]> encoder, Function<byte[], T> decoder) {
    if (schema < 0 || schema > MOST) {
      throw new InvalidValueException("schema", schema + " is not within 0 to " + MOST);
    }
    return new Pair<>(schema, encoder, decoder);
  }

  @SuppressWarnings("unchecked") // the caller says which type it is
  static <T> Codec<T> json(int schema, Type type) {
    JsonCodec json = Json.codec();
    return of(
        schema,
        value -> json.encode(value).getBytes(StandardCharsets.UTF_8),
        bytes -> (T) read(json, bytes, type));
  }

  private static Object read(JsonCodec json, byte[] bytes, Type type) {
    Object value = json.decode(new String(bytes, StandardCharsets.UTF_8), type);
    if (value == null) {
      throw new CodecException("read null as " + type.getTypeName() + ", which caches do not hold");
    }
    return value;
  }
}
