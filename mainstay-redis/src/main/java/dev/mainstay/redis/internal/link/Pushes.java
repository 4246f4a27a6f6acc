package dev.mainstay.redis.internal.link;

import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.api.push.PushMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hears which keys changed that were read over a connection; {@code null} means any of them. */
final class Pushes implements PushListener {
  private static final String INVALIDATE = "invalidate";

  private final Consumer<@Nullable List<ByteBuffer>> changed;

  Pushes(Consumer<@Nullable List<ByteBuffer>> changed) {
    this.changed = changed;
  }

  @Override
  public void onPushMessage(PushMessage message) {
    if (INVALIDATE.equals(message.getType())) {
      List<ByteBuffer> texts = new ArrayList<>();
      collect(message.getContent(bytes -> ByteBuffer.wrap(Replies.copy(bytes))), texts);
      // The first is the type.
      changed.accept(texts.size() < 2 ? null : texts.subList(1, texts.size()));
    }
  }

  /** However deep the parser says it is. */
  private static void collect(List<?> content, List<ByteBuffer> texts) {
    for (Object one : content) {
      if (one instanceof List<?> inner) {
        collect(inner, texts);
      } else if (one instanceof ByteBuffer text) {
        texts.add(text);
      }
    }
  }
}
