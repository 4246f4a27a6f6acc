package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys, and the host where there are none. */
class AccessHttpTest {
  private static final String USER = "/v1/users/u/sessions";
  private static final List<String> STRANGERS =
      List.of(
          "evil.example", "evil.example:7070", "127.0.0.1.evil.example", "localhost.", "0.0.0.0");

  private static String hash(String key) throws Exception {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static MemoryServer withKeys() throws Exception {
    return MemoryServer.start(
        "apiKeys:",
        "  - {name: all, hash: " + hash("k-all") + "}",
        "  - {name: shop, hash: " + hash("k-shop") + ", namespace: shop}",
        "  - {name: root, hash: " + hash("k-root") + ", admin: true}",
        "  - {name: shoproot, hash: " + hash("k-sr") + ", namespace: shop, admin: true}");
  }

  private static Client key(MemoryServer server, String key) {
    return server.client().with("Mainstay-Key", key);
  }

  @Test
  void withoutAGoodKeyNothingIsToldOrDone() throws Exception {
    try (MemoryServer server = withKeys()) {
      Client client = server.client();
      for (Reply reply :
          List.of(
              client.get(USER),
              client.get("/v1/sessions/current"),
              client.post("/v1/sessions", "{}"),
              client.get("/v1/about"),
              client.get("/metrics"),
              client.get("/nope"),
              client.with("Mainstay-Key", "k-al").get(USER),
              client.with("Mainstay-Key", hash("k-all")).get(USER),
              client.with("Mainstay-Key", "").get(USER),
              key(server, "k-all").with("Mainstay-Key", "k-all").get(USER))) {
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("key-required");
        assertThat(reply.header("WWW-Authenticate"))
            .isEqualTo("ApiKey realm=\"mainstay\", header=\"Mainstay-Key\"");
        assertThat(reply.body()).doesNotContain("k-al");
      }
      assertThat(key(server, "k-all").get(USER).status()).isEqualTo(200);
      assertThat(key(server, "k-all").get("/nope").status()).isEqualTo(404);
      assertThat(client.get("/health/live").status()).isEqualTo(404);
    }
  }

  @Test
  void aKeyMayBeBoundToANamespace() throws Exception {
    try (MemoryServer server = withKeys()) {
      Client shop = key(server, "k-shop");
      shop.post("/v1/sessions", "{\"user\": \"u\"}");
      assertThat(shop.get(USER).json().required("sessions").size()).isEqualTo(1);
      assertThat(shop.with("Mainstay-Namespace", "shop").get(USER).status()).isEqualTo(200);
      Reply other = shop.with("Mainstay-Namespace", "default").get(USER);
      assertThat(other.status()).isEqualTo(403);
      assertThat(other.problem()).isEqualTo("forbidden");
      Client all = key(server, "k-all");
      assertThat(all.get(USER).json().required("sessions").size()).isEqualTo(0);
      assertThat(
              all.with("Mainstay-Namespace", "shop").get(USER).json().required("sessions").size())
          .isEqualTo(1);
    }
  }

  @Test
  void onlyAnAdminEndsAllSessionsOfANamespace() throws Exception {
    try (MemoryServer server = withKeys()) {
      Client shop = key(server, "k-shop");
      String inShop = shop.login("{}");
      String inDefault = key(server, "k-all").login("{}");
      assertThat(shop.delete("/v1/sessions").status()).isEqualTo(403);
      assertThat(key(server, "k-all").delete("/v1/sessions").status()).isEqualTo(403);
      Reply ended = key(server, "k-sr").delete("/v1/sessions");
      assertThat(ended.status()).isEqualTo(200);
      assertThat(ended.body()).isEqualTo("{\"revoked\":true}");
      assertThat(shop.bearer(inShop).get("/v1/sessions/current").text("reason"))
          .isEqualTo("revoked");
      assertThat(key(server, "k-all").bearer(inDefault).get("/v1/sessions/current").status())
          .isEqualTo(200);
      assertThat(key(server, "k-root").delete("/v1/sessions").status()).isEqualTo(200);
    }
  }

  @Test
  void withoutKeysTheHostIsALoopbackName() {
    try (MemoryServer server = MemoryServer.start("trustedHosts: [box.internal]")) {
      for (String host :
          List.of(
              "localhost",
              "LOCALHOST:1",
              "127.0.0.1:7070",
              "127.9.9.9",
              "[::1]:80",
              "box.internal:7070")) {
        assertThat(get(server, host)).as(host).startsWith("HTTP/1.1 200 ");
      }
      for (String host : STRANGERS) {
        assertThat(get(server, host)).as(host).startsWith("HTTP/1.1 421 ").contains("wrong-host");
      }
      assertThat(get(server, "")).startsWith("HTTP/1.1 4");
      assertThat(server.raw("GET " + USER + " HTTP/1.0\r\n\r\n")).contains(" 421 ");
      Reply all = server.client().delete("/v1/sessions");
      assertThat(all.status()).isEqualTo(403);
    }
  }

  @Test
  void withKeysAnyHostWillDo() throws Exception {
    try (MemoryServer server = withKeys()) {
      String request = "\r\nMainstay-Key: k-all\r\nConnection: close\r\n\r\n";
      for (String host : STRANGERS) {
        assertThat(server.raw("GET " + USER + " HTTP/1.1\r\nHost: " + host + request))
            .startsWith("HTTP/1.1 200 ");
      }
    }
  }

  private static String get(MemoryServer server, String host) {
    return server.raw(
        "GET " + USER + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }
}
