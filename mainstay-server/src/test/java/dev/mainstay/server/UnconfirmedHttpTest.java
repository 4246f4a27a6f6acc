package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Revocations that replicas have not confirmed: told, repeatable, and never a lost token. */
class UnconfirmedHttpTest {
  private static final String CURRENT = "/v1/sessions/current";
  private static final String ROTATE = CURRENT + "/rotate";
  private static final String USER = "/v1/users/ada/sessions";
  private static MemoryServer server;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest("k-root".getBytes(StandardCharsets.UTF_8));
    server =
        MemoryServer.start(
            "policies: {one: {limit: 1}}",
            "apiKeys:",
            "  - {name: root, hash: " + HexFormat.of().formatHex(hash) + ", admin: true}");
    client = server.client().with("Mainstay-Key", "k-root");
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @BeforeEach
  void keepUp() {
    server.replicas.lags = false;
  }

  private static void assertUnconfirmed(Reply reply, String operation) {
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.problem()).isEqualTo("unconfirmed");
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.json().required("applied").asBoolean()).isTrue();
    assertThat(reply.text("operation")).isEqualTo(operation);
    assertThat(reply.header("Retry-After")).isEqualTo("1");
    assertThat(reply.header("Set-Cookie")).isEmpty();
  }

  @Test
  void aLogoutIsRepeatedUntilItIsConfirmed() {
    Client own = client.bearer(client.login("{}"));
    server.replicas.lags = true;
    assertUnconfirmed(own.delete(CURRENT), "sessions.revoke");
    assertThat(own.get(CURRENT).text("reason")).isEqualTo("revoked");
    assertUnconfirmed(own.delete(CURRENT), "sessions.revoke");
    server.replicas.lags = false;
    assertThat(own.delete(CURRENT).status()).isEqualTo(204);
    assertThat(own.delete(CURRENT).status()).isEqualTo(204);
  }

  @Test
  void aCookieStaysUntilTheLogoutIsConfirmed() {
    String token = client.login("{}");
    Client own = client.with("Cookie", "__Host-sid=" + token).with("Origin", server.server.url());
    server.replicas.lags = true;
    assertUnconfirmed(own.delete(CURRENT), "sessions.revoke");
    server.replicas.lags = false;
    Reply again = own.delete(CURRENT);
    assertThat(again.status()).isEqualTo(204);
    assertThat(again.header("Set-Cookie")).startsWith("__Host-sid=;");
  }

  @Test
  void aUsersLogoutsAreRepeatedUntilTheyAreConfirmed() {
    Reply started = client.post("/v1/sessions", "{\"user\": \"ada\"}");
    String id = USER + "/" + started.text("id");
    server.replicas.lags = true;
    assertUnconfirmed(client.delete(id), "sessions.revoke");
    assertThat(client.get(USER).body()).isEqualTo("{\"sessions\":[]}");
    assertUnconfirmed(client.delete(id), "sessions.revoke");
    client.login("{\"user\": \"ada\"}");
    assertUnconfirmed(client.delete(USER), "sessions.revokeAll");
    assertUnconfirmed(client.delete(USER + "?except=other"), "sessions.revokeAll");
    server.replicas.lags = false;
    assertThat(client.delete(id).status()).isEqualTo(404);
    assertThat(client.delete(USER).body()).isEqualTo("{\"revoked\":0}");
  }

  @Test
  void aNamespacesLogoutIsRepeatedUntilItIsConfirmed() {
    Client shop = client.with("Mainstay-Namespace", "shop");
    String token = shop.login("{}");
    server.replicas.lags = true;
    assertUnconfirmed(shop.delete("/v1/sessions"), "sessions.revokeEverything");
    assertThat(shop.bearer(token).get(CURRENT).text("reason")).isEqualTo("revoked");
    server.replicas.lags = false;
    assertThat(shop.delete("/v1/sessions").body()).isEqualTo("{\"revoked\":true}");
  }

  @Test
  void aTokenIsDeliveredAllTheSame() {
    Reply first = client.post("/v1/sessions", "{\"user\": \"eve\", \"policy\": \"one\"}");
    assertThat(first.json().has("confirmed")).isFalse();
    server.replicas.lags = true;
    Reply second =
        client.post("/v1/sessions?cookie=true", "{\"user\": \"eve\", \"policy\": \"one\"}");
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json().required("confirmed").asBoolean()).isFalse();
    assertThat(second.header("Set-Cookie")).contains(second.text("token"));
    assertThat(client.bearer(second.text("token")).get(CURRENT).status()).isEqualTo(200);
  }

  @Test
  void aRotationDeliversItsTokenAllTheSame() {
    String token = client.login("{}");
    server.replicas.lags = true;
    Reply periodic = client.bearer(token).post(ROTATE, "{\"reason\": \"periodic\"}");
    assertThat(periodic.json().has("confirmed")).isFalse();
    for (String reason : new String[] {"\"privilege\"", "\"login\", \"user\": \"bob\""}) {
      Client own = client.bearer(client.login("{}"));
      Reply rotated = own.post(ROTATE, "{\"reason\": " + reason + "}");
      assertThat(rotated.status()).isEqualTo(200);
      assertThat(rotated.json().required("confirmed").asBoolean()).isFalse();
      assertThat(own.get(CURRENT).status()).isEqualTo(401);
      Client renewed = client.bearer(rotated.text("token"));
      assertThat(renewed.get(CURRENT).status()).isEqualTo(200);
    }
  }
}
