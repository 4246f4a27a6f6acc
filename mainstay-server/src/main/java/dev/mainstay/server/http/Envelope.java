package dev.mainstay.server.http;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * A cached value as HTTP needs it: its bytes, and what was said of them.
 *
 * @param type its media type
 * @param body its bytes; not to be changed
 * @param fresh so long it is fresh
 * @param staleWhileRevalidate so long after that it is answered while somebody loads it anew
 * @param staleIfError so long after that it is answered where loading failed
 */
record Envelope(
    String type,
    Buffer body,
    Duration fresh,
    Duration staleWhileRevalidate,
    Duration staleIfError) {

  /** So long it is kept after it is fresh. */
  Duration usable() {
    return staleWhileRevalidate.compareTo(staleIfError) > 0 ? staleWhileRevalidate : staleIfError;
  }

  /** Leaves out what is confidential. */
  @Override
  public String toString() {
    return "Envelope[" + type + ", " + body.length() + " bytes]";
  }
}
