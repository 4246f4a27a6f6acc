package dev.mainstay.server.http;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;

/**
 * Ends a connection whose request was answered before it was read. What still arrives is read and
 * dropped for a moment: a connection that is closed over unread bytes is reset, and the answer may
 * be lost with it.
 */
final class HangUp {
  private static final long LINGER_MILLIS = 2_000;

  private static final long SOON_MILLIS = 300;

  private HangUp() {}

  static void after(HttpServerRequest request, Context context) {
    boolean nothingComes = request.isEnded() || request.headers().contains("Expect");
    if (nothingComes) {
      request.connection().close();
      return;
    }
    request.handler(dropped -> {});
    request.endHandler(end -> request.connection().close());
    context.owner().setTimer(LINGER_MILLIS, late -> request.connection().close());
  }

  /** As {@link #after}, for what is no request and so has no end. */
  static void soon(HttpServerRequest request, Context context) {
    context.owner().setTimer(SOON_MILLIS, now -> request.connection().close());
  }
}
