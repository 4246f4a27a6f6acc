package dev.mainstay.redis.internal.link;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One string, {@code null} when there is none. */
final class BytesReply extends CommandOutput<byte[], byte[], byte @Nullable []> {

  BytesReply() {
    super(ByteArrayCodec.INSTANCE, null);
  }

  @Override
  public void set(@Nullable ByteBuffer bytes) {
    output = bytes == null ? null : Replies.copy(bytes);
  }
}
