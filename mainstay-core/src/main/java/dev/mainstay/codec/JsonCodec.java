package dev.mainstay.codec;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into JSON text and back. Implementations are found by {@link
 * java.util.ServiceLoader} and are safe for many threads. Failures are {@link
 * dev.mainstay.errors.CodecException}s that name the type and never hold the value.
 */
public interface JsonCodec {
  /** The value as compact JSON text; {@code null} becomes {@code null}. */
  String encode(@Nullable Object value);

  /** The value that the text stands for, as the type; {@code null} where the text says so. */
  @Nullable Object decode(String json, Type type);

  /**
   * The same JSON without white space between its tokens, numbers as they were written.
   *
   * @throws dev.mainstay.errors.CodecException where the text is not exactly one JSON value
   */
  String compact(String json);
}
