package dev.mainstay.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.server.Version;
import dev.mainstay.server.ops.Operations;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiRoutesTest {
  @Test
  void everyRouteIsInTheDocumentAndNothingElse() {
    Vertx vertx = Vertx.vertx();
    try {
      Operations operations = new Operations(new Version("0.1.0", "unknown"));
      assertThat(RouterTemplates.of(vertx, List.of(operations, new OpenApi())))
          .isEqualTo(documented());
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
    // The routes of sessions are another part's.
    all.removeIf(route -> route.contains("/sessions"));
    return all;
  }
}
