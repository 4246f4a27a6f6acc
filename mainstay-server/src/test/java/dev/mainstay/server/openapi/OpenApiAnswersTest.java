package dev.mainstay.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.server.ops.HeldStore;
import dev.mainstay.server.ops.OperationsServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiAnswersTest {
  private final JsonNode document = JsonMapper.shared().readTree(OpenApi.document());

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/v1/about", "/openapi.json"})
  void answersAreWhatTheDocumentSays(String path) throws Exception {
    try (OperationsServer server = serve(false)) {
      holds(path, server.get(path), 200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/ready"})
  void refusalsAreWhatTheDocumentSays(String path) throws Exception {
    try (OperationsServer server = serve(true)) {
      holds(path, server.get(path), 503);
    }
  }

  @Test
  void theDocumentIsServedAsItStands() throws Exception {
    try (OperationsServer server = serve(false)) {
      String served = server.get("/openapi.json").body();
      assertThat(JsonMapper.shared().readTree(served)).isEqualTo(document);
    }
  }

  private static OperationsServer serve(boolean draining) throws Exception {
    OperationsServer server =
        new OperationsServer(
            List.of(new HeldStore("state"), new HeldStore("cache")), new OpenApi());
    if (draining) {
      server.operations.drain();
    }
    return server;
  }

  private void holds(String path, HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    String type = answer.headers().firstValue("Content-Type").orElseThrow();
    JsonNode schema =
        document
            .path("paths")
            .path(path)
            .path("get")
            .path("responses")
            .path(Integer.toString(status))
            .path("content")
            .path(type)
            .path("schema");
    assertThat(schema.isMissingNode()).as("%s %s %s", path, status, type).isFalse();
    JsonNode body = JsonMapper.shared().readTree(answer.body());
    assertThat(SchemaCheck.of(document, schema, body)).isEmpty();
  }
}
