package dev.mainstay.redis.internal.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the readers of replies share. */
final class Replies {

  private Replies() {}

  static byte[] copy(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The reply of TIME, seconds and microseconds, as microseconds since 1970. */
  static long micros(List<byte[]> time) {
    return Long.parseLong(text(time.get(0))) * 1_000_000L + Long.parseLong(text(time.get(1)));
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The lines {@code name:value} of INFO. */
  static Map<String, String> info(byte @Nullable [] reply) {
    Map<String, String> values = new HashMap<>();
    if (reply == null) {
      return values;
    }
    for (String line : text(reply).split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.charAt(0) != '#') {
        values.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return values;
  }
}
