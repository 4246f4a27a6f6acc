package dev.mainstay.server.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Names a request, so that an answer and a line of a log are found to be of one. */
final class RequestId {
  private static final int MAX_CHARS = 128;

  private RequestId() {}

  /** The caller's own where it is 1 to 128 visible ASCII characters, else a new one. */
  static String of(@Nullable String given) {
    return given != null && isSane(given)
        ? given
        : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private static boolean isSane(String id) {
    if (id.isEmpty() || id.length() > MAX_CHARS) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) <= ' ' || id.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
