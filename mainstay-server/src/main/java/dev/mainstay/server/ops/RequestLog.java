package dev.mainstay.server.ops;

import dev.mainstay.server.http.RequestListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One line for each request that failed here (5xx), and for every other at level DEBUG. It names
 * the route, never the path: a path may hold a user's name. A probe that is told "not ready" did
 * not fail.
 */
final class RequestLog implements RequestListener {
  private static final Logger LOG = LoggerFactory.getLogger("dev.mainstay.server.requests");

  @Override
  public void answered(String id, String method, String route, int status, long nanos) {
    boolean failed = status >= 500 && !route.startsWith("/health");
    Level level = failed ? Level.WARN : Level.DEBUG;
    if (LOG.isEnabledForLevel(level)) {
      LOG.atLevel(level)
          .addKeyValue("requestId", id)
          .addKeyValue("method", method)
          .addKeyValue("route", route)
          .addKeyValue("status", status)
          .addKeyValue("ms", nanos / 1_000_000)
          .log(failed ? "Request failed" : "Request answered");
    }
  }
}
