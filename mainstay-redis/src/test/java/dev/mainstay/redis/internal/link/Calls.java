package dev.mainstay.redis.internal.link;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Short forms for tests. */
final class Calls {

  private Calls() {}

  static CompletableFuture<List<@Nullable Object>> send(Link link, String... words) {
    byte[][] parts = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      parts[i] = words[i].getBytes(StandardCharsets.UTF_8);
    }
    return link.dispatch(new Request("test." + words[0], words[0], Deadline.WRITE, parts));
  }

  static List<@Nullable Object> run(Link link, String... words) {
    return send(link, words).join();
  }

  static String show(@Nullable Object reply) {
    if (reply instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    if (reply instanceof List<?> list) {
      return list.stream().map(Calls::show).collect(Collectors.joining(", ", "[", "]"));
    }
    return String.valueOf(reply);
  }
}
