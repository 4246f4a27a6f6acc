package dev.mainstay.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds an answer against the document. */
final class Documented {
  private Documented() {}

  /** The answer's body; fails unless status, fields and body are as the document says. */
  static JsonNode holds(
      JsonNode document, String method, String path, int status, HttpResponse<String> answer) {
    String what = method + " " + path + " " + answer.statusCode() + " " + answer.body();
    assertThat(answer.statusCode()).as(what).isEqualTo(status);
    JsonNode documented =
        SchemaCheck.resolve(
            document,
            document
                .path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(Integer.toString(status)));
    assertThat(documented.isMissingNode()).as(what).isFalse();
    assertThat(answer.headers().firstValue("Cache-Control")).as(what).hasValue("no-store");
    assertThat(answer.headers().firstValue("Mainstay-Request-Id")).as(what).isPresent();
    if (status == 204) {
      assertThat(answer.body()).isEmpty();
      return document;
    }
    String type = answer.headers().firstValue("Content-Type").orElseThrow();
    JsonNode schema = documented.path("content").path(type).path("schema");
    assertThat(schema.isMissingNode()).as(what + " as " + type).isFalse();
    JsonNode body = JsonMapper.shared().readTree(answer.body());
    assertThat(SchemaCheck.of(document, schema, body)).as(what).isEmpty();
    return body;
  }
}
