package dev.mainstay.redis.internal.link;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A flat list of strings: field, value, field, value; an array in RESP2, a map in RESP3. What comes
 * is not to be changed: strings of one byte, as short field names are, are shared.
 */
final class FlatReply extends Reply<List<byte[]>> {
  private static final byte[][] LETTERS = letters();

  FlatReply() {
    super(new ArrayList<>(0));
  }

  @Override
  public void multi(int count) {
    output = new ArrayList<>(Math.max(count, 0));
  }

  @Override
  public void set(ByteBuffer bytes) {
    if (bytes != null) {
      output.add(bytes.remaining() == 1 ? LETTERS[bytes.get() & 0xff] : Replies.copy(bytes));
    }
  }

  @Override
  FlatReply fresh() {
    return new FlatReply();
  }

  private static byte[][] letters() {
    byte[][] letters = new byte[256][];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = new byte[] {(byte) i};
    }
    return letters;
  }
}
