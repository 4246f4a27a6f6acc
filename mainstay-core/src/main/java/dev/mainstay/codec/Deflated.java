package dev.mainstay.codec;

import dev.mainstay.errors.CodecException;
import dev.mainstay.errors.InvalidValueException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A codec whose longer bytes are deflated (RFC 1951, without a header), where that makes them
 * shorter; the length is big-endian:
 *
 * <pre>
 * 0  bytes                   as they are
 * 1  length(4)  deflated     so many bytes when inflated
 * </pre>
 *
 * <p>Bytes are foreign until they prove to be ours: a stated length that cannot be true is refused,
 * room is made for no more than twice what has come of them or four times what they are, and no
 * byte more is inflated than they state.
 *
 * @param codec of the values
 * @param schema the number that its bytes are known by
 * @param above bytes that are no more than so many are left as they are
 */
record Deflated<T extends @Nullable Object>(Codec<T> codec, int schema, int above)
    implements Codec<T> {
  private static final byte RAW = 0;
  private static final byte DEFLATED = 1;
  private static final int HEAD = 1 + Integer.BYTES;
  private static final int MOST = 512 << 20;

  /** Deflate makes of a byte no more than 1,032, and of the first few a little more. */
  private static final long MOST_RATIO = 1_032;

  /** So many times as many bytes as there are get room at first. */
  private static final long LIKELY_RATIO = 4;

  Deflated {
    if (above < 0 || above > MOST) {
      throw new InvalidValueException("compressed", above + " is not within 0 to " + MOST);
    }
  }

  /** Only above another size: twice would take the schema of what is not compressed. */
  @Override
  public Codec<T> compressed(int another) {
    return new Deflated<>(codec, schema, another);
  }

  @Override
  public byte[] encode(T value) {
    byte[] bytes = codec.encode(value);
    byte[] shorter = bytes.length > above && bytes.length <= MOST ? deflated(bytes) : null;
    if (shorter != null) {
      return shorter;
    }
    byte[] raw = new byte[1 + bytes.length];
    raw[0] = RAW;
    System.arraycopy(bytes, 0, raw, 1, bytes.length);
    return raw;
  }

  /** {@code null} where that would not be shorter. */
  private static byte @Nullable [] deflated(byte[] bytes) {
    if (bytes.length <= HEAD) {
      return null;
    }
    byte[] room = new byte[bytes.length];
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      int length = deflater.deflate(room, HEAD, room.length - HEAD);
      if (!deflater.finished()) {
        return null;
      }
      ByteBuffer.wrap(room).put(DEFLATED).putInt(bytes.length);
      return Arrays.copyOf(room, HEAD + length);
    } finally {
      deflater.end();
    }
  }

  @Override
  public T decode(byte[] bytes) {
    if (bytes.length > 0 && bytes[0] == RAW) {
      return codec.decode(Arrays.copyOfRange(bytes, 1, bytes.length));
    }
    if (bytes.length > HEAD && bytes[0] == DEFLATED) {
      return codec.decode(inflated(bytes));
    }
    throw new CodecException("these bytes were not written by a codec that compresses");
  }

  private static byte[] inflated(byte[] bytes) {
    int length = ByteBuffer.wrap(bytes).getInt(1);
    if (length < 0 || length > MOST || length > MOST_RATIO * bytes.length) {
      throw new CodecException("compressed bytes state a length that they cannot have");
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, HEAD, bytes.length - HEAD);
      byte[] inflated = inflate(inflater, length, LIKELY_RATIO * bytes.length);
      // The end may be seen only by who has room for one byte more.
      boolean isMore = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
      if (isMore || !inflater.finished() || inflater.getRemaining() > 0) {
        throw otherLength();
      }
      return inflated;
    } catch (DataFormatException damaged) {
      throw new CodecException("compressed bytes are damaged", damaged);
    } finally {
      inflater.end();
    }
  }

  /** So many bytes; room for them is made as they come. */
  private static byte[] inflate(Inflater inflater, int length, long likely)
      throws DataFormatException {
    byte[] into = new byte[(int) Math.min(length, likely)];
    int read = 0;
    while (read < length) {
      if (read == into.length) {
        into = Arrays.copyOf(into, (int) Math.min(length, 2L * read));
      }
      int more = inflater.inflate(into, read, into.length - read);
      if (more == 0) {
        throw otherLength();
      }
      read += more;
    }
    return into;
  }

  private static CodecException otherLength() {
    return new CodecException("compressed bytes are not of the length that they state");
  }
}
