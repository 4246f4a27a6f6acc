package dev.mainstay.redis.internal.link;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One string, {@code null} when there is none. */
final class BytesReply extends Reply<byte @Nullable []> {

  BytesReply() {
    super(null);
  }

  @Override
  public void set(@Nullable ByteBuffer bytes) {
    output = bytes == null ? null : Replies.copy(bytes);
  }

  @Override
  BytesReply fresh() {
    return new BytesReply();
  }
}
