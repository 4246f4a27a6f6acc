package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Each row of the contract's table of sessions. */
class SessionsHttpTest {
  private static final String CURRENT = "/v1/sessions/current";
  private static final String ROTATE = CURRENT + "/rotate";
  private static MemoryServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    server =
        MemoryServer.start(
            "policies:",
            "  strict: {limit: 2, whenFull: reject, idle: 5m, lifetime: 1h}",
            "  brief: {idle: 10s, grace: 0s}");
    client = server.client();
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static Client as(String token) {
    return client.bearer(token);
  }

  @Test
  void startsASession() {
    Reply reply =
        client.post(
            "/v1/sessions",
            """
            {"user": "ada", "device": "Firefox", "attributes": {"cart": {"n": 1}, "x": null}}""");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json().propertyNames())
        .containsExactlyInAnyOrder(
            "token",
            "id",
            "user",
            "policy",
            "attributes",
            "createdAt",
            "idleExpiresAt",
            "expiresAt");
    assertThat(reply.text("token")).matches("ms1\\.[\\w-]{2}\\.[\\w-]{16}\\.[\\w-]{43}");
    assertThat(reply.text("token")).contains(reply.text("id"));
    assertThat(reply.text("user")).isEqualTo("ada");
    assertThat(reply.text("policy")).isEqualTo("default");
    assertThat(reply.body()).contains("\"attributes\":{\"cart\":{\"n\":1},\"x\":null}");
    assertThat(reply.text("createdAt")).matches("2026-11-24T\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  }

  @Test
  void anEmptyBodyStartsAnAnonymousSession() {
    for (String body : new String[] {null, "", "{}", "{\"user\": null}"}) {
      Reply reply = client.post("/v1/sessions", body);
      assertThat(reply.status()).as("body %s", body).isEqualTo(201);
      assertThat(reply.json().required("user").isNull()).isTrue();
      assertThat(as(reply.text("token")).get(CURRENT).status()).isEqualTo(200);
    }
  }

  @Test
  void valuesKeepTheTextTheyCameIn() {
    String values =
        """
        {"a":12345678901234567890.10,"b":1e400,"c":[1.50,-0.0],"d":"é😀\\n","e":""}""";
    String token = client.login("{\"attributes\": {\"v\": " + values + "}}");
    assertThat(as(token).get(CURRENT).body()).contains("\"v\":" + values);
  }

  @Test
  void readsASessionWithItsVersions() {
    String token = client.login("{\"user\": \"bob\", \"attributes\": {\"n\": 1}}");
    Reply reply = as(token).get(CURRENT);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "user",
            "policy",
            "attributes",
            "createdAt",
            "idleExpiresAt",
            "expiresAt",
            "lastSeenAt",
            "versions");
    assertThat(reply.json().at("/versions/n").asLong()).isEqualTo(1);
  }

  @Test
  void tellsWhyASessionIsGone() {
    String idle = client.login("{\"policy\": \"brief\"}");
    String revoked = client.login("{}");
    as(revoked).delete(CURRENT);
    server.clock.advance(Duration.ofSeconds(11));

    Reply reply = as(idle).get(CURRENT);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.problem()).isEqualTo("session-gone");
    assertThat(reply.text("reason")).isEqualTo("idle");
    assertThat(reply.header("WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"mainstay\", error=\"invalid_token\"");
    assertThat(as(revoked).get(CURRENT).text("reason")).isEqualTo("revoked");
    assertThat(as("ms1.nonsense").get(CURRENT).text("reason")).isEqualTo("unknown");
    assertThat(client.get(CURRENT).status()).isEqualTo(401);
    assertThat(client.get(CURRENT).header("WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"mainstay\"");

    server.clock.advance(Duration.ofSeconds(61));
    assertThat(as(revoked).get(CURRENT).text("reason")).isEqualTo("unknown");
  }

  @Test
  void readingSlidesTheIdleExpiryUpToTheLifetime() {
    String token = client.login("{\"policy\": \"strict\"}");
    for (int minute = 0; minute < 14; minute++) {
      assertThat(as(token).get(CURRENT).status()).isEqualTo(200);
      server.clock.advance(Duration.ofMinutes(4));
    }
    as(token).get(CURRENT);
    Reply last = as(token).get(CURRENT);
    assertThat(last.text("idleExpiresAt")).isEqualTo(last.text("expiresAt"));
    server.clock.advance(Duration.ofMinutes(4).plusMillis(1));
    assertThat(as(token).get(CURRENT).text("reason")).isEqualTo("expired");
  }

  @Test
  void changesAttributes() {
    String token = client.login("{\"attributes\": {\"n\": 1, \"old\": true, \"log\": [1]}}");
    Reply reply =
        as(token)
            .patch(
                CURRENT,
                """
                {"set": {"cart": {"a": 1.0}}, "remove": ["old", "never"], "increment": {"n": -3},
                 "append": {"log": "x", "fresh": 2}, "ifVersion": {"n": 1, "cart": 0}}""");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().required("attributes").toString())
        .contains("\"n\":-2", "\"log\":[1,\"x\"]", "\"fresh\":[2]")
        .doesNotContain("old");
    assertThat(reply.body()).contains("\"cart\":{\"a\":1.0}");
    assertThat(reply.json().at("/versions/n").asLong()).isEqualTo(2);
    assertThat(as(token).patch(CURRENT, "{}").status()).isEqualTo(200);
  }

  @Test
  void aVersionThatMovedIsAConflictAndNothingIsWritten() {
    String token = client.login("{\"attributes\": {\"n\": 1}}");
    as(token).patch(CURRENT, "{\"set\": {\"n\": 2}}");
    Reply reply =
        as(token).patch(CURRENT, "{\"set\": {\"n\": 3, \"m\": 1}, \"ifVersion\": {\"n\": 1}}");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.problem()).isEqualTo("version-conflict");
    assertThat(reply.json().at("/versions/n").asLong()).isEqualTo(2);
    assertThat(as(token).get(CURRENT).body()).contains("\"attributes\":{\"n\":2}");
  }

  @Test
  void anAttributeOfAnotherKindIsAConflict() {
    String token = client.login("{\"attributes\": {\"s\": \"x\"}}");
    for (String change : List.of("{\"increment\": {\"s\": 1}}", "{\"append\": {\"s\": 1}}")) {
      Reply reply = as(token).patch(CURRENT, change);
      assertThat(reply.status()).isEqualTo(409);
      assertThat(reply.problem()).isEqualTo("attribute-mismatch");
    }
  }

  @Test
  void aDeadSessionIsNotChanged() {
    String token = client.login("{}");
    as(token).delete(CURRENT);
    Reply reply = as(token).patch(CURRENT, "{\"set\": {\"n\": 1}}");
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text("reason")).isEqualTo("revoked");
  }

  @Test
  void aPeriodicRotationLeavesTheOldTokenItsGrace() {
    String old = client.login("{\"user\": \"eve\"}");
    Reply reply = as(old).post(ROTATE, "{\"reason\": \"periodic\"}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text("token")).isNotEqualTo(old);
    assertThat(as(old).get(CURRENT).status()).isEqualTo(200);
    assertThat(as(reply.text("token")).get(CURRENT).status()).isEqualTo(200);

    Reply lost = as(old).post(ROTATE, "{\"reason\": \"periodic\"}");
    assertThat(lost.status()).isEqualTo(409);
    assertThat(lost.problem()).isEqualTo("rotation-lost");

    server.clock.advance(Duration.ofSeconds(11));
    assertThat(as(old).get(CURRENT).status()).isEqualTo(401);
  }

  @Test
  void theGraceIsThatOfTheSessionsOwnPolicy() {
    String old = client.login("{\"policy\": \"brief\"}");
    as(old).post(ROTATE, "{\"reason\": \"periodic\"}");
    assertThat(as(old).get(CURRENT).status()).isEqualTo(401);
  }

  @Test
  void afterLoginAndPrivilegeTheOldTokenIsDeadAtOnce() {
    for (String reason : List.of("login", "privilege")) {
      String old = client.login("{\"user\": \"kim\"}");
      Reply reply = as(old).post(ROTATE, "{\"reason\": \"" + reason + "\"}");
      assertThat(as(old).get(CURRENT).status()).as(reason).isEqualTo(401);
      assertThat(as(reply.text("token")).get(CURRENT).status()).isEqualTo(200);
    }
  }

  @Test
  void aLoginGivesAnAnonymousSessionToItsUser() {
    Reply anonymous = client.post("/v1/sessions", "{\"attributes\": {\"cart\": [1]}}");
    Reply reply =
        as(anonymous.text("token")).post(ROTATE, "{\"reason\": \"login\", \"user\": \"lea\"}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text("user")).isEqualTo("lea");
    assertThat(reply.text("id")).isNotEqualTo(anonymous.text("id"));
    assertThat(reply.body()).contains("\"attributes\":{\"cart\":[1]}");
  }

  @Test
  void atTheLimitAPolicyRejectsOrEvicts() {
    String start = "{\"user\": \"max\", \"policy\": \"strict\"}";
    String first = client.login(start);
    client.login(start);
    Reply reply = client.post("/v1/sessions", start);
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.problem()).isEqualTo("session-limit");
    assertThat(reply.json().required("limit").asInt()).isEqualTo(2);

    String anonymous = client.login("{\"policy\": \"strict\"}");
    Reply login = as(anonymous).post(ROTATE, "{\"reason\": \"login\", \"user\": \"max\"}");
    assertThat(login.status()).isEqualTo(409);
    assertThat(as(anonymous).get(CURRENT).status()).isEqualTo(200);
    assertThat(as(first).get(CURRENT).status()).isEqualTo(200);

    String oldest = client.login("{\"user\": \"ten\"}");
    server.clock.advance(Duration.ofMillis(1));
    IntStream.range(0, 10).forEach(each -> client.login("{\"user\": \"ten\"}"));
    assertThat(as(oldest).get(CURRENT).text("reason")).isEqualTo("revoked");
  }

  @Test
  void anUnknownPolicyIsNotFound() {
    Reply reply = client.post("/v1/sessions", "{\"policy\": \"nope\"}");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text("field")).isEqualTo("policy");
    assertThat(reply.json().required("allowed").toString()).contains("brief", "default", "strict");
  }

  @Test
  void logoutIsSafeToRepeat() {
    String token = client.login("{}");
    assertThat(as(token).delete(CURRENT).status()).isEqualTo(204);
    assertThat(as(token).delete(CURRENT).status()).isEqualTo(204);
    assertThat(client.delete(CURRENT).status()).isEqualTo(401);
  }

  @Test
  void aListMaySayHowFarItMayLag() {
    String path = "/v1/users/lag/sessions";
    client.post("/v1/sessions", "{\"user\": \"lag\"}");
    for (String staleness : new String[] {"0s", "500ms", "5s", "PT5S", "7d"}) {
      Reply reply = client.get(path + "?staleness=" + staleness);
      assertThat(reply.status()).as(staleness).isEqualTo(200);
      assertThat(reply.json().required("sessions").size()).isEqualTo(1);
    }
    for (String staleness : new String[] {"", "5", "-5s", "PT-5S", "soon"}) {
      Reply reply = client.get(path + "?staleness=" + staleness);
      assertThat(reply.status()).as(staleness).isEqualTo(400);
      assertThat(reply.problem()).isEqualTo("invalid-value");
      assertThat(reply.text("field")).isEqualTo("staleness");
    }
  }

  @Test
  void listsAndEndsTheSessionsOfAUser() {
    String path = "/v1/users/a%2Fb%20%C3%A9/sessions";
    Reply first = client.post("/v1/sessions", "{\"user\": \"a/b é\", \"device\": \"one\"}");
    Reply second = client.post("/v1/sessions", "{\"user\": \"a/b é\"}");
    Reply third = client.post("/v1/sessions", "{\"user\": \"a/b é\"}");

    JsonNode list = client.get(path).json().required("sessions");
    assertThat(list.size()).isEqualTo(3);
    assertThat(list.get(0).propertyNames())
        .contains("id", "device", "createdAt", "lastSeenAt")
        .doesNotContain("token", "attributes");

    String id = third.text("id");
    assertThat(client.delete(path + "/" + id).status()).isEqualTo(204);
    assertThat(client.delete(path + "/" + id).status()).isEqualTo(404);
    assertThat(client.delete(path + "?except=" + second.text("id")).body())
        .isEqualTo("{\"revoked\":1}");
    assertThat(as(first.text("token")).get(CURRENT).status()).isEqualTo(401);
    assertThat(as(second.text("token")).get(CURRENT).status()).isEqualTo(200);
    assertThat(client.delete(path).body()).isEqualTo("{\"revoked\":1}");
    assertThat(client.get(path).body()).isEqualTo("{\"sessions\":[]}");
  }

  @Test
  void namespacesStandApart() {
    Client other = client.with("Mainstay-Namespace", "other");
    String token = other.login("{\"user\": \"nan\"}");
    assertThat(as(token).get(CURRENT).status()).isEqualTo(401);
    assertThat(other.bearer(token).get(CURRENT).status()).isEqualTo(200);
    assertThat(client.get("/v1/users/nan/sessions").body()).isEqualTo("{\"sessions\":[]}");
  }
}
