package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract says for all of it: ids, bodies, fields, methods, errors. */
class RequestsHttpTest {
  private static final String CURRENT = "/v1/sessions/current";
  private static MemoryServer server;
  private static Client client;
  private static String token;

  @BeforeAll
  static void start() {
    server = MemoryServer.start("bodyLimit: 2048");
    client = server.client();
    token = client.login("{\"attributes\": {\"n\": 1}}");
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST  | /v1/sessions         | {"usr": "a"}                       | usr
          POST  | /v1/sessions         | {"user": "a", "user": "b"}         | user
          POST  | /v1/sessions         | {"attributes": {"a": {"b": 1, "b": 2}}} | attributes.a.b
          POST  | /v1/sessions         | {"user": 7}                        | user
          POST  | /v1/sessions         | {"user": ""}                       | user
          POST  | /v1/sessions         | {"user": "\\ud800"}                | user
          POST  | /v1/sessions         | {"device": ["a"]}                  | device
          POST  | /v1/sessions         | {"attributes": [1]}                | attributes
          POST  | /v1/sessions         | [1]                                | body
          POST  | /v1/sessions?coke=1  | {}                                 | query
          POST  | /v1/sessions?cookie=1 | {}                                | cookie
          POST  | /v1/sessions?cookie=true&cookie=true | {}                 | cookie
          PATCH | /v1/sessions/current | {"increment": {"n": 1.5}}          | increment.n
          PATCH | /v1/sessions/current | {"increment": {"n": 9007199254740992}} | increment.n
          PATCH | /v1/sessions/current | {"increment": {"n": 1e3}}          | increment.n
          PATCH | /v1/sessions/current | {"increment": {"n": 99999999999999999999}} | increment.n
          PATCH | /v1/sessions/current | {"ifVersion": {"n": -1}}           | ifVersion.n
          PATCH | /v1/sessions/current | {"ifVersion": {"n": 9007199254740992}} | ifVersion.n
          PATCH | /v1/sessions/current | {"remove": [1]}                    | remove.0
          PATCH | /v1/sessions/current | {"set": {"n": 1}, "remove": ["n"]} | change
          PATCH | /v1/sessions/current | {"put": {}}                        | put
          POST  | /v1/sessions/current/rotate | {}                          | reason
          POST  | /v1/sessions/current/rotate | {"reason": "why"}           | reason
          POST  | /v1/sessions/current/rotate | {"reason": "periodic", "user": "a"} | user
          """)
  void wrongValuesAreNamed(String method, String path, String body, String field) {
    Reply reply = client.bearer(token).send(method, path, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.problem()).isEqualTo("invalid-value");
    assertThat(reply.text("field")).isEqualTo(field);
    assertThat(reply.text("instance")).isEqualTo(path.replaceFirst("\\?.*", ""));
    assertThat(reply.json().required("status").asInt()).isEqualTo(400);
    assertThat(reply.text("title")).isNotBlank();
    assertThat(reply.text("detail")).isNotBlank();
  }

  @Test
  void anUnknownFieldIsToldWhatIsAllowed() {
    Reply reply = client.post("/v1/sessions", "{\"usr\": \"a\"}");
    assertThat(reply.json().required("allowed").toString())
        .isEqualTo("[\"attributes\",\"device\",\"policy\",\"user\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"a\"}", "{} {}", "nope", "{\"user\": \"a\",}", "\uFEFF{}"})
  void whatIsNotJsonIsRefused(String body) {
    Reply reply = client.post("/v1/sessions", body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.problem()).isEqualTo("malformed-body");
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() {
    String reply =
        server.raw(
            "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: 12\r\n\r\n"
                + "{\"user\":\"\u00ff\"}");
    assertThat(reply).startsWith("HTTP/1.1 400 ").contains("malformed-body");
  }

  @Test
  void aBodyOverTheLimitIsTooLarge() {
    String large = "{\"device\": \"" + "x".repeat(2048) + "\"}";
    Reply reply = client.post("/v1/sessions", large);
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.problem()).isEqualTo("body-too-large");
    assertThat(reply.json().required("allowed").asInt()).isEqualTo(2048);
    String chunk = "400\r\n" + "x".repeat(1024) + "\r\n";
    assertThat(
            server.raw(
                "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunk.repeat(4)
                    + "0\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(client.get("/v1/users/u/sessions").status()).isEqualTo(200);
  }

  @Test
  void aBodyHasToBeDeclaredAsJson() {
    for (String type : List.of("text/plain", "application/json; charset=latin1", "")) {
      Reply reply = client.with("Content-Type", type).post("/v1/sessions", "{}");
      assertThat(reply.status()).as(type).isEqualTo(415);
    }
    for (String type : List.of("application/json; charset=utf-8", "APPLICATION/JSON")) {
      Reply reply = client.with("Content-Type", type).post("/v1/sessions", "{}");
      assertThat(reply.status()).as(type).isEqualTo(201);
    }
  }

  @Test
  void aCallerMayAskBeforeItSendsTheBody() {
    String head = "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    String json = "Content-Type: application/json\r\nExpect: 100-continue\r\n";
    assertThat(server.raw(head + json + "Content-Length: 2\r\n\r\n{}"))
        .startsWith("HTTP/1.1 100 Continue\r\n")
        .contains("HTTP/1.1 201 ");
    assertThat(server.raw(head + json + "Content-Length: 9999\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
  }

  @ParameterizedTest
  @CsvSource({
    "%, user",
    "%4, user",
    "%zz, user",
    "%ff, user",
    "%C3%28, user",
    "%ed%a0%80, user",
  })
  void malformedIdsInAPathAreRefused(String user, String field) {
    Reply reply = raw("GET", "/v1/users/" + user + "/sessions");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("field")).isEqualTo(field);
  }

  @Test
  void idsAre1To512BytesOfUtf8() {
    assertThat(client.get("/v1/users/" + "x".repeat(512) + "/sessions").status()).isEqualTo(200);
    assertThat(client.get("/v1/users/" + "%C3%A9".repeat(256) + "/sessions").status())
        .isEqualTo(200);
    assertThat(client.get("/v1/users/" + "x".repeat(513) + "/sessions").status()).isEqualTo(400);
    assertThat(client.get("/v1/users/" + "%C3%A9".repeat(257) + "/sessions").status())
        .isEqualTo(400);
    assertThat(client.get("/v1/users//sessions").status()).isEqualTo(400);
    assertThat(client.delete("/v1/users/u/sessions/").status()).isEqualTo(400);
    assertThat(client.with("Mainstay-Namespace", "").get("/v1/users/u/sessions").status())
        .isEqualTo(400);
    assertThat(
            client.with("Mainstay-Namespace", "n".repeat(513)).get("/v1/users/u/sessions").status())
        .isEqualTo(400);
  }

  @Test
  void idsAreDecodedOnceAndNeverNormalised() {
    client.post("/v1/sessions", "{\"user\": \"%2e\"}");
    client.post("/v1/sessions", "{\"user\": \"..\"}");
    assertThat(sessionsOf("%252e")).isEqualTo(1);
    assertThat(sessionsOf("%2e")).isEqualTo(0);
    assertThat(sessionsOf("..")).isEqualTo(1);
    assertThat(sessionsOf("a+b")).isEqualTo(0);
    client.post("/v1/sessions", "{\"user\": \"a+b\"}");
    assertThat(sessionsOf("a+b")).isEqualTo(1);
    assertThat(sessionsOf("a%20b")).isEqualTo(0);
  }

  private static int sessionsOf(String user) {
    return raw("GET", "/v1/users/" + user + "/sessions").json().required("sessions").size();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v1",
        "/v1/sessions/",
        "/v1//sessions",
        "/v1/Sessions",
        "/v1/sessions/current/x",
        "/v1/%73essions",
        "/v1/x/../sessions"
      })
  void anUnknownPathIsNotFound(String path) {
    Reply reply = raw("GET", path);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.problem()).isEqualTo("not-found");
  }

  @Test
  void anotherMethodIsToldTheOnesThatAre() {
    Reply reply = client.send("PUT", CURRENT, "{}");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, PATCH, DELETE, OPTIONS");
    assertThat(reply.json().required("allowed").size()).isEqualTo(5);
    Reply options = client.send("OPTIONS", CURRENT, null);
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("Allow")).isEqualTo("GET, HEAD, PATCH, DELETE, OPTIONS");
  }

  @Test
  void headIsGetWithoutTheBody() {
    Reply get = client.bearer(token).get(CURRENT);
    Reply head = client.bearer(token).send("HEAD", CURRENT, null);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
    assertThat(client.send("HEAD", CURRENT, null).status()).isEqualTo(401);
  }

  @Test
  void everyAnswerHasARequestIdAndIsNotStored() {
    String sane = "a!~\"#%".repeat(21) + "ab";
    for (String path :
        List.of(CURRENT, "/v1/users/u/sessions", "/nope", "/v1/users/%zz/sessions")) {
      Reply given = raw("GET", path, "Mainstay-Request-Id: " + sane);
      assertThat(given.header("Mainstay-Request-Id")).isEqualTo(sane);
      assertThat(given.header("Cache-Control")).isEqualTo("no-store");
      for (String other : List.of("", "a b", "é", "x".repeat(129))) {
        Reply made = raw("GET", path, "Mainstay-Request-Id: " + other);
        assertThat(made.header("Mainstay-Request-Id")).isNotEqualTo(other).matches("[0-9a-f]{16}");
      }
    }
    assertThat(client.login("{}")).isNotEmpty();
  }

  @Test
  void aHeadThatCannotBeReadIsAProblem() {
    for (String head :
        List.of(
            "GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(40_000) + "\r\n\r\n")) {
      assertThat(server.raw(head)).contains(" 400 Bad Request").contains("invalid-value");
    }
  }

  @Test
  void listenersHearOfRoutesNotOfPaths() {
    client.get("/v1/users/some%20body/sessions");
    client.get("/some/where");
    assertThat(server.answered)
        .contains("GET /v1/users/{user}/sessions 200", "GET unmatched 404")
        .noneMatch(line -> line.contains("some"));
  }

  private static Reply raw(String method, String path, String... fields) {
    return RawReply.parse(
        server.raw(
            method
                + " "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join("\r\n", fields)
                + (fields.length == 0 ? "\r\n" : "\r\n\r\n")));
  }
}
