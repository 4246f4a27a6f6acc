package dev.mainstay.redis.internal.link;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A flat list of strings: field, value, field, value; an array in RESP2, a map in RESP3. */
final class FlatReply extends CommandOutput<byte[], byte[], List<byte[]>> {

  FlatReply() {
    super(ByteArrayCodec.INSTANCE, new ArrayList<>(0));
  }

  @Override
  public void multi(int count) {
    output = new ArrayList<>(Math.max(count, 0));
  }

  @Override
  public void set(ByteBuffer bytes) {
    if (bytes != null) {
      output.add(Replies.copy(bytes));
    }
  }
}
