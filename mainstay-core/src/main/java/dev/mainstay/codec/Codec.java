package dev.mainstay.codec;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How values of one type become bytes and come back. Safe for many threads. What it throws is a
 * {@link dev.mainstay.errors.CodecException} that names the type and never holds the value.
 */
public interface Codec<T extends @Nullable Object> {
  /** Bytes as they are. They are not copied, and not to be changed. */
  Codec<byte[]> BYTES = Codecs.of(0, bytes -> bytes, bytes -> bytes);

  /** Text as UTF-8. */
  Codec<String> TEXT =
      Codecs.of(
          1,
          text -> text.getBytes(StandardCharsets.UTF_8),
          bytes -> new String(bytes, StandardCharsets.UTF_8));

  /**
   * Values as JSON, by the library that is found, see {@link Json}.
   *
   * @throws dev.mainstay.errors.CodecException where none is on the class path
   */
  static <T> Codec<T> json(Class<T> type) {
    return Codecs.json(2, type);
  }

  /** The same for a type with parameters, as in {@code List<Product>}; not checked. */
  static <T> Codec<T> json(Type type) {
    return Codecs.json(2, type);
  }

  /**
   * The same with another schema. A program that writes other fields than it used to gives its
   * codec a number of its own: entries of another one are as absent.
   *
   * @param number 0 to 255
   */
  default Codec<T> schema(int number) {
    return Codecs.of(number, this::encode, this::decode);
  }

  /**
   * The same, with bytes deflated that are more than so many, where that makes them fewer; one byte
   * tells which, so it is never more than one longer. Its schema is this one's plus 128 (from 128
   * on, less 128), so that what the other wrote is a miss; {@link #schema(int)} after it gives it
   * another.
   *
   * @param above 0 to 512 MiB; under a few hundred bytes there is little to gain
   */
  default Codec<T> compressed(int above) {
    return new Deflated<>(this, schema() ^ 0x80, above);
  }

  /** The number that its bytes are known by, 0 to 255. */
  int schema();

  /** The value as bytes. */
  byte[] encode(T value);

  /** The value of these bytes. */
  T decode(byte[] bytes);
}
