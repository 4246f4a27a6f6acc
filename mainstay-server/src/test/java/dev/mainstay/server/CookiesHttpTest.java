package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens in cookies: set, changed and cleared by the server, tried one at a time. */
class CookiesHttpTest {
  private static final String CURRENT = "/v1/sessions/current";
  private static final String ROTATE = CURRENT + "/rotate";
  private static MemoryServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    server =
        MemoryServer.start(
            "policies:",
            "  dev: {cookie: {name: sid, insecure: true}}",
            "  admin: {cookie: {name: __Host-admin}}",
            "allowedOrigins: ['https://app.example.com']");
    client = server.client();
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static Reply login(String policy) {
    return client.post("/v1/sessions?cookie=true", "{\"policy\": \"" + policy + "\"}");
  }

  private static Client own(String cookies) {
    return client.with("Cookie", cookies).with("Origin", server.server.url());
  }

  @Test
  void theCookieIsSetOnlyWhenAskedFor() {
    Reply reply = login("default");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("Set-Cookie"))
        .isEqualTo(
            "__Host-sid=" + reply.text("token") + "; Path=/; Secure; HttpOnly; SameSite=Lax");
    assertThat(login("dev").header("Set-Cookie"))
        .startsWith("sid=ms1.")
        .endsWith("; Path=/; HttpOnly; SameSite=Lax");
    assertThat(client.post("/v1/sessions", "{}").headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(client.post("/v1/sessions?cookie=false", "{}").header("Set-Cookie")).isEmpty();
  }

  @Test
  void theTokenOfACookieIsTried() {
    for (String policy : List.of("default", "dev", "admin")) {
      String cookie = login(policy).header("Set-Cookie").replaceFirst(";.*", "");
      Reply reply = client.with("Cookie", "a=b; " + cookie).get(CURRENT);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text("policy")).isEqualTo(policy);
    }
    assertThat(client.with("Cookie", "other=1").get(CURRENT).status()).isEqualTo(401);
    assertThat(client.with("Cookie", "__Host-sid=").get(CURRENT).status()).isEqualTo(401);
  }

  @Test
  void severalSessionCookiesAreRefusedAndCounted() {
    String token = login("default").text("token");
    int before = server.refusedCookies.get();
    for (String cookies :
        List.of(
            "__Host-sid=" + token + "; __Host-sid=" + token,
            "__Host-sid=" + token + "; sid=" + token,
            "__Host-sid=" + token + "; x=" + "y".repeat(17_000))) {
      Reply reply = client.with("Cookie", cookies).get(CURRENT);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.text("reason")).isEqualTo("unknown");
    }
    assertThat(server.refusedCookies.get()).isEqualTo(before + 3);
  }

  @Test
  void anAuthorizationGoesBeforeACookie() {
    String token = login("default").text("token");
    Client both = client.with("Cookie", "__Host-sid=" + token);
    assertThat(both.bearer("nonsense").get(CURRENT).status()).isEqualTo(401);
    assertThat(both.bearer(token).patch(CURRENT, "{}").status()).isEqualTo(200);
    assertThat(both.with("Authorization", "Basic x").get(CURRENT).status()).isEqualTo(200);
    assertThat(client.with("Authorization", "bEARER  " + token).get(CURRENT).status())
        .isEqualTo(200);
    assertThat(client.bearer(token).bearer(token).get(CURRENT).status()).isEqualTo(401);
  }

  @Test
  void aWriteWithACookieChecksTheOrigin() {
    String cookie = "__Host-sid=" + login("default").text("token");
    Client with = client.with("Cookie", cookie);
    assertThat(with.get(CURRENT).status()).isEqualTo(200);
    for (Client foreign :
        List.of(
            with,
            with.with("Origin", "https://evil.example"),
            with.with("Origin", "null"),
            with.with("Sec-Fetch-Site", "cross-site"))) {
      for (Reply reply :
          List.of(
              foreign.patch(CURRENT, "{}"),
              foreign.post(ROTATE, "{\"reason\": \"periodic\"}"),
              foreign.delete(CURRENT))) {
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.problem()).isEqualTo("cross-origin");
      }
    }
    assertThat(with.with("Origin", "https://app.example.com").patch(CURRENT, "{}").status())
        .isEqualTo(200);
    assertThat(with.with("Sec-Fetch-Site", "same-origin").patch(CURRENT, "{}").status())
        .isEqualTo(200);
    assertThat(own(cookie).patch(CURRENT, "{}").status()).isEqualTo(200);
  }

  @Test
  void aRotationSetsTheCookieThatTheTokenCameIn() {
    String token = login("admin").text("token");
    Reply reply = own("__Host-admin=" + token).post(ROTATE, "{\"reason\": \"privilege\"}");
    assertThat(reply.header("Set-Cookie")).startsWith("__Host-admin=" + reply.text("token") + ";");
    Reply bearer = client.bearer(reply.text("token")).post(ROTATE, "{\"reason\": \"privilege\"}");
    assertThat(bearer.header("Set-Cookie")).isEmpty();
  }

  @Test
  void aLogoutClearsTheCookie() {
    String token = login("default").text("token");
    Reply reply = own("__Host-sid=" + token).delete(CURRENT);
    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.header("Set-Cookie")).startsWith("__Host-sid=;").contains("Max-Age=0");
    assertThat(client.bearer(token).get(CURRENT).text("reason")).isEqualTo("revoked");
  }
}
