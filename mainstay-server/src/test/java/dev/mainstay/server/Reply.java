package dev.mainstay.server;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer as a test looks at it. */
record Reply(int status, HttpHeaders headers, String body) {
  private static final JsonMapper MAPPER = new JsonMapper();

  JsonNode json() {
    return MAPPER.readTree(body);
  }

  /** A text in the body by its field. */
  String text(String field) {
    return json().required(field).asString();
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** The last word of a problem's type. */
  String problem() {
    String type = text("type");
    return type.substring(type.lastIndexOf(':') + 1);
  }
}
