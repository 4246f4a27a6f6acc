package dev.mainstay.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiAnswersTest {
  private static final String USER = "/v1/users/{user}/sessions";
  private static final Served SERVED = new Served(Map.of());
  private final JsonNode document = JsonMapper.shared().readTree(OpenApi.document());

  @AfterAll
  static void close() {
    SERVED.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/v1/about", "/openapi.json"})
  void operationsAnswerWhatTheDocumentSays(String path) throws Exception {
    holds("get", path, 200, SERVED.call("GET", path, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/ready"})
  void refusalsAreWhatTheDocumentSays(String path) throws Exception {
    try (Served draining = new Served(Map.of())) {
      draining.operations.drain();
      holds("get", path, 503, draining.call("GET", path, ""));
    }
  }

  @Test
  void metricsAreText() throws Exception {
    HttpResponse<String> answer = SERVED.call("GET", "/metrics", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(answer.body())
        .contains("mainstay_store_up{role=\"state\"} 1.0")
        .doesNotContain("/v1/users/ada");
  }

  @Test
  void aReservationsLifeIsWhatTheDocumentSays() throws Exception {
    String limit = "/v1/limits/tokens";
    SERVED.call("PUT", limit, "{\"permits\":1000,\"per\":\"1h\"}");
    String reserve = "/v1/limits/{limit}/reserve";
    String ask = "{\"key\":\"ada\",\"cost\":600,\"id\":\"r7\",\"ttl\":\"30s\"}";
    JsonNode reserved = holds("post", reserve, 200, SERVED.call("POST", limit + "/reserve", ask));
    JsonNode again = holds("post", reserve, 200, SERVED.call("POST", limit + "/reserve", ask));
    assertThat(again.get("reservation").asString())
        .isEqualTo(reserved.get("reservation").asString());
    holds(
        "post",
        reserve,
        429,
        SERVED.call("POST", limit + "/reserve", "{\"key\":\"ada\",\"cost\":600}"));
    holds(
        "post",
        reserve,
        400,
        SERVED.call("POST", limit + "/reserve", "{\"key\":\"ada\",\"cost\":1,\"ttl\":\"2d\"}"));
    String settle = "/v1/limits/settle";
    String named = "{\"reservation\":" + reserved.get("reservation") + ",";
    assertThat(settled(named + "\"part\":10}")).isEqualTo("done");
    assertThat(settled(named + "\"actual\":90}")).isEqualTo("done");
    assertThat(settled(named + "\"actual\":90}")).isEqualTo("before");
    holds("post", settle, 400, SERVED.call("POST", settle, named + "\"actual\":1,\"part\":1}"));
    JsonNode state =
        holds(
            "get",
            "/v1/limits/{limit}/state",
            200,
            SERVED.call("GET", limit + "/state?key=ada", ""));
    assertThat(state.get("remaining").asInt()).isEqualTo(900);
    String counted = limit + "/counted?prefix=a&most=5";
    JsonNode keys =
        holds("get", "/v1/limits/{limit}/counted", 200, SERVED.call("GET", counted, ""));
    assertThat(keys.get("counted").get(0).get("key").asString()).isEqualTo("ada");
    holds("get", "/v1/limits/{limit}/talkers", 200, SERVED.call("GET", limit + "/talkers", ""));
    holds(
        "get",
        "/v1/limits/{limit}/talkers",
        400,
        SERVED.call("GET", limit + "/talkers?most=0", ""));
  }

  private String settled(String body) throws Exception {
    String path = "/v1/limits/settle";
    return holds("post", path, 200, SERVED.call("POST", path, body)).get("settled").asString();
  }

  @Test
  void theDocumentIsServedAsItStands() throws Exception {
    String served = SERVED.call("GET", "/openapi.json", "").body();
    assertThat(JsonMapper.shared().readTree(served)).isEqualTo(document);
  }

  @Test
  void aSessionsLifeIsWhatTheDocumentSays() throws Exception {
    String start = "{\"user\":\"ada\",\"device\":\"tv\",\"attributes\":{\"cart\":[]}}";
    String token =
        holds("post", "/v1/sessions", 201, SERVED.call("POST", "/v1/sessions", start))
            .get("token")
            .asString();
    String[] bearer = {"Authorization", "Bearer " + token};
    String current = "/v1/sessions/current";
    holds("get", current, 200, SERVED.call("GET", current, "", bearer));
    String change = "{\"append\":{\"cart\":\"tea\"},\"increment\":{\"visits\":1}}";
    holds("patch", current, 200, SERVED.call("PATCH", current, change, bearer));
    String stale = "{\"set\":{\"cart\":1},\"ifVersion\":{\"cart\":1}}";
    holds("patch", current, 409, SERVED.call("PATCH", current, stale, bearer));
    holds("patch", current, 400, SERVED.call("PATCH", current, "{\"what\":1}", bearer));
    JsonNode rotated =
        holds(
            "post",
            current + "/rotate",
            200,
            SERVED.call("POST", current + "/rotate", "{\"reason\":\"privilege\"}", bearer));
    holds("get", USER, 200, SERVED.call("GET", "/v1/users/ada/sessions", ""));
    holds("get", USER, 200, SERVED.call("GET", "/v1/users/ada/sessions?staleness=5s", ""));
    holds("get", USER, 400, SERVED.call("GET", "/v1/users/ada/sessions?staleness=soon", ""));
    String[] renewed = {"Authorization", "Bearer " + rotated.get("token").asString()};
    holds("delete", current, 204, SERVED.call("DELETE", current, "", renewed));
    JsonNode gone = holds("get", current, 401, SERVED.call("GET", current, "", renewed));
    assertThat(gone.get("reason").asString()).isEqualTo("revoked");
  }

  @Test
  void logoutsAreWhatTheDocumentSays() throws Exception {
    JsonNode anonymous =
        holds("post", "/v1/sessions", 201, SERVED.call("POST", "/v1/sessions", "{}"));
    assertThat(anonymous.has("token")).isTrue();
    String grace = "/v1/users/grace/sessions";
    JsonNode one =
        holds(
            "post",
            "/v1/sessions",
            201,
            SERVED.call("POST", "/v1/sessions?cookie=true", "{\"user\":\"grace\"}"));
    String id = grace + "/" + one.get("id").asString();
    holds("delete", USER + "/{id}", 204, SERVED.call("DELETE", id, ""));
    holds("delete", USER + "/{id}", 404, SERVED.call("DELETE", id, ""));
    holds("delete", USER, 200, SERVED.call("DELETE", grace, ""));
    holds("delete", "/v1/sessions", 403, SERVED.call("DELETE", "/v1/sessions", ""));
    String nobodys = "{\"policy\":\"nobodys\"}";
    holds("post", "/v1/sessions", 404, SERVED.call("POST", "/v1/sessions", nobodys));
    holds(
        "post",
        "/v1/sessions",
        415,
        SERVED.call("POST", "/v1/sessions", "{}", "Content-Type", "text/plain"));
  }

  @Test
  void whatIsTakenIsWhatTheDocumentSays() throws Exception {
    String limit = "/v1/limits/{limit}";
    String api = "/v1/limits/api";
    String rule = "{\"algorithm\":\"fixed-window\",\"permits\":2,\"calendar\":{\"unit\":\"day\"}}";
    holds("put", limit, 200, SERVED.call("PUT", api, rule));
    holds("put", limit, 400, SERVED.call("PUT", api, "{\"permits\":0}"));
    holds("get", limit, 200, SERVED.call("GET", api, ""));
    holds("get", limit, 404, SERVED.call("GET", "/v1/limits/nobodys", ""));
    String take = "{\"key\":\"ada\",\"cost\":2}";
    holds("post", limit + "/take", 200, SERVED.call("POST", api + "/take", take));
    holds("post", limit + "/take", 429, SERVED.call("POST", api + "/take", take));
    holds("post", limit + "/take", 404, SERVED.call("POST", "/v1/limits/none/take", take));
    holds("get", limit + "/state", 200, SERVED.call("GET", api + "/state?key=ada", ""));
    holds("delete", limit + "/state", 204, SERVED.call("DELETE", api + "/state?key=ada", ""));
    String own = "{\"key\":\"vip\",\"permits\":9,\"per\":\"1h\"}";
    holds("put", limit + "/keys", 200, SERVED.call("PUT", api + "/keys", own));
    holds("get", "/v1/limits", 200, SERVED.call("GET", "/v1/limits", ""));
    holds("delete", limit + "/keys", 204, SERVED.call("DELETE", api + "/keys?key=vip", ""));
    holds("delete", limit + "/keys", 404, SERVED.call("DELETE", api + "/keys?key=vip", ""));
    holds("delete", limit, 204, SERVED.call("DELETE", api, ""));
    holds("delete", limit, 404, SERVED.call("DELETE", api, ""));
  }

  @Test
  void severalTakesAndWhatIsHeldAreWhatTheDocumentSays() throws Exception {
    String limit = "/v1/limits/{limit}";
    String jobs = "{\"algorithm\":\"concurrency\",\"permits\":2,\"per\":\"1m\"}";
    holds("put", limit, 200, SERVED.call("PUT", "/v1/limits/jobs", jobs));
    String queue =
        "{\"algorithm\":\"leaky-queue\",\"permits\":1,\"per\":\"1h\",\"within\":\"org\"}";
    holds("put", limit, 200, SERVED.call("PUT", "/v1/limits/queue", queue));
    String both =
        "{\"takes\":[{\"limit\":\"jobs\",\"key\":\"a\"},"
            + "{\"limit\":\"queue\",\"key\":\"a\",\"within\":\"acme\"}]}";
    String many = "/v1/limits/take";
    JsonNode taken = holds("post", many, 200, SERVED.call("POST", many, both));
    holds("post", many, 200, SERVED.call("POST", many, both));
    holds("post", many, 429, SERVED.call("POST", many, both));
    holds("post", many, 400, SERVED.call("POST", many, "{}"));
    String held = "{\"key\":\"a\",\"lease\":" + taken.get("lease") + "}";
    for (String verb : new String[] {"/renew", "/release"}) {
      holds("post", limit + verb, 200, SERVED.call("POST", "/v1/limits/jobs" + verb, held));
      holds("post", limit + verb, 404, SERVED.call("POST", "/v1/limits/none" + verb, held));
    }
  }

  private JsonNode holds(String method, String path, int status, HttpResponse<String> answer) {
    return Documented.holds(document, method, path, status, answer);
  }
}
