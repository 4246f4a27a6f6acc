package dev.mainstay.server.openapi;

import dev.mainstay.server.http.Routes;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The routes of a router as the document spells them: {@code get /v1/about}. */
final class RouterTemplates {
  private RouterTemplates() {}

  static Set<String> of(Vertx vertx, List<Routes> parts) {
    Router router = Router.router(vertx);
    parts.forEach(part -> part.install(router));
    Set<String> all = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (route.getPath() != null && route.methods() != null) {
        String path = route.getPath().replaceAll(":([A-Za-z0-9_]+)", "{$1}");
        route
            .methods()
            .forEach(method -> all.add(method.name().toLowerCase(Locale.ROOT) + " " + path));
      }
    }
    return all;
  }
}
