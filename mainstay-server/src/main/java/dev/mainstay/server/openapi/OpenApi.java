package dev.mainstay.server.openapi;

import dev.mainstay.server.http.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Serves {@code /openapi.json}: the OpenAPI 3.1 document of every route, written by hand. */
public final class OpenApi implements Routes {
  private static final String FILE = "openapi.json";

  @Override
  public void install(Router router) {
    router.get("/openapi.json").handler(OpenApi::send);
  }

  /** The document's bytes, UTF-8. */
  static byte[] document() {
    try (InputStream in = OpenApi.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not in the jar; build it again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FILE, e);
    }
  }

  private static void send(RoutingContext request) {
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(Buffer.buffer(document()));
  }
}
