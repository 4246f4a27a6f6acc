package dev.mainstay.server.http;

import io.vertx.ext.web.Router;

/** A part of the HTTP API. */
@FunctionalInterface
public interface Routes {
  /** Adds its routes to the router; called once, before the server listens. */
  void install(Router router);
}
