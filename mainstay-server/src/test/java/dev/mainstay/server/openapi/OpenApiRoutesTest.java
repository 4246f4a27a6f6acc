package dev.mainstay.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.server.config.ConfigLoader;
import dev.mainstay.server.config.ServerConfig;
import dev.mainstay.server.http.HttpApi;
import dev.mainstay.server.http.RequestListener;
import dev.mainstay.server.http.Routes;
import dev.mainstay.server.ops.Operations;
import dev.mainstay.server.ops.Version;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiRoutesTest {
  @Test
  void everyRouteIsInTheDocumentAndNothingElse() {
    Vertx vertx = Vertx.vertx();
    try (Mainstay mainstay = Mainstay.on(MemoryEngine.create())) {
      List<Routes> beside = List.of(new Operations(new Version("0.1.0", "unknown")), new OpenApi());
      ServerConfig config = ConfigLoader.load(Optional.empty(), Map.of(), Map.of());
      HttpApi api = new HttpApi(vertx, config, mainstay, List.of(), RequestListener.NONE);
      Set<String> routes = RouterTemplates.of(vertx, beside);
      api.routes().stream()
          .filter(route -> !route.startsWith("HEAD ") && !route.startsWith("OPTIONS "))
          .map(
              route ->
                  route.substring(0, route.indexOf(' ')).toLowerCase(Locale.ROOT)
                      + route.substring(route.indexOf(' ')))
          .forEach(routes::add);
      assertThat(routes).isEqualTo(documented());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static Set<String> documented() {
    JsonNode document = JsonMapper.shared().readTree(OpenApi.document());
    Set<String> all = new TreeSet<>();
    for (var path : document.get("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        if (!method.equals("parameters")) {
          all.add(method + " " + path.getKey());
        }
      }
    }
    return all;
  }
}
