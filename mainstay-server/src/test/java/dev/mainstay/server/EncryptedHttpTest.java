package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.server.config.ConfigLoader;
import dev.mainstay.server.config.ServerConfig;
import dev.mainstay.server.http.RequestListener;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.spi.Engine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Servers whose attributes are encrypted, and the store as it sees them. */
class EncryptedHttpTest {
  private final Engine engine = MemoryEngine.create();
  private final Sessions stored = Mainstay.on(engine).sessions("default", SessionPolicy.DEFAULT);

  private MainstayServer serving(Map<String, String> environment) {
    ServerConfig config = ConfigLoader.load(Optional.empty(), environment, Map.of("--port", "0"));
    return MainstayServer.start(config, () -> Mainstay.on(engine), List.of(), RequestListener.NONE);
  }

  private static Map<String, String> key(String id, String letter) {
    return Map.of(
        "MAINSTAY_ENCRYPTION_KEYS_0_ID",
        id,
        "MAINSTAY_ENCRYPTION_KEYS_0_KEY",
        letter.repeat(42) + "A");
  }

  @Test
  void theStoreSeesNoAttributeAndCallersSeeAll() {
    try (MainstayServer server = serving(key("k1", "A"));
        MainstayServer missingTheKey = serving(key("k2", "B"))) {
      String token =
          Client.of(server.url()).login("{\"user\":\"ada\",\"attributes\":{\"cart\":[\"tea\"]}}");
      Client ada = Client.of(server.url()).bearer(token);
      String change = "{\"append\":{\"cart\":\"milk\"},\"increment\":{\"n\":1}}";
      Reply changed = ada.patch("/v1/sessions/current", change);
      assertThat(changed.json().get("attributes").toString())
          .isEqualTo("{\"cart\":[\"tea\",\"milk\"],\"n\":1}");
      assertThat(stored.find(token).live().orElseThrow().attributes().asMap().values())
          .hasSize(2)
          .allMatch(value -> value.json().startsWith("\"mse1.k1."));

      Reply unreadable = Client.of(missingTheKey.url()).bearer(token).get("/v1/sessions/current");
      assertThat(unreadable.status()).isEqualTo(200);
      assertThat(unreadable.text("user")).isEqualTo("ada");
      assertThat(unreadable.json().get("attributes").toString()).isEqualTo("{}");
    }
  }
}
