package dev.mainstay.redis.internal.link;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import org.jspecify.annotations.Nullable;

/** Takes in one reply as it comes over the wire. */
abstract class Reply<T extends @Nullable Object> extends CommandOutput<byte[], byte[], T> {

  Reply(T empty) {
    super(ByteArrayCodec.INSTANCE, empty);
  }

  /** Another of its kind that has heard nothing: for a call that is sent on to another server. */
  abstract Reply<T> fresh();
}
