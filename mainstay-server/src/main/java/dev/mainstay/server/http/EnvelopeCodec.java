package dev.mainstay.server.http;

import dev.mainstay.codec.Codec;
import dev.mainstay.errors.CodecException;
import io.vertx.core.buffer.Buffer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * How an envelope is spelled, big-endian, the times in milliseconds:
 *
 * <pre>
 * fresh(4) while-revalidate(4) if-error(4) length(2) type body
 * </pre>
 *
 * <p>Its schema is none of a codec for Java, so that a cache of the same name that a Java program
 * fills with values of its own is not mistaken for one of HTTP: what it has is as absent here.
 */
final class EnvelopeCodec implements Codec<Envelope> {
  /** An envelope has so many bytes beside its body at most. */
  static final int MOST_BESIDE = 1_024;

  private static final int SCHEMA = 72;
  private static final int HEAD = 3 * Integer.BYTES + Short.BYTES;
  private static final long MOST_INT = 0xffff_ffffL;
  private static final int MOST_SHORT = 0xffff;

  @Override
  public int schema() {
    return SCHEMA;
  }

  @Override
  public byte[] encode(Envelope value) {
    byte[] type = value.type().getBytes(StandardCharsets.US_ASCII);
    byte[] body = value.body().getBytes();
    return ByteBuffer.allocate(HEAD + type.length + body.length)
        .putInt(millis(value.fresh()))
        .putInt(millis(value.staleWhileRevalidate()))
        .putInt(millis(value.staleIfError()))
        .putShort((short) type.length)
        .put(type)
        .put(body)
        .array();
  }

  private static int millis(Duration time) {
    return (int) time.toMillis();
  }

  @Override
  public Envelope decode(byte[] bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      Duration fresh = time(buffer);
      Duration whileRevalidate = time(buffer);
      Duration ifError = time(buffer);
      byte[] type = new byte[buffer.getShort() & MOST_SHORT];
      buffer.get(type);
      byte[] body = new byte[buffer.remaining()];
      buffer.get(body);
      return new Envelope(
          new String(type, StandardCharsets.US_ASCII),
          Buffer.buffer(body),
          fresh,
          whileRevalidate,
          ifError);
    } catch (BufferUnderflowException cutOff) {
      throw new CodecException("a cached value is cut off", cutOff);
    }
  }

  private static Duration time(ByteBuffer buffer) {
    return Duration.ofMillis(buffer.getInt() & MOST_INT);
  }
}
