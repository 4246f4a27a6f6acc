package dev.mainstay.redis.internal.link;

import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.api.push.PushMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hears what a server says by itself over a connection, of one kind; the texts of each message,
 * without its kind. What is nothing has no text: {@code invalidate} without any means all keys.
 */
final class Pushes implements PushListener {
  private final String kind;
  private final Consumer<List<ByteBuffer>> said;

  Pushes(String kind, Consumer<List<ByteBuffer>> said) {
    this.kind = kind;
    this.said = said;
  }

  @Override
  public void onPushMessage(PushMessage message) {
    if (kind.equals(message.getType())) {
      List<ByteBuffer> texts = new ArrayList<>();
      collect(message.getContent(bytes -> ByteBuffer.wrap(Replies.copy(bytes))), texts);
      // The first is the kind.
      said.accept(texts.subList(Math.min(1, texts.size()), texts.size()));
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
