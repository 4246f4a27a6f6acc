package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class KeyCommandTest {
  @Test
  void theHashItShowsIsTheOneThatLetsTheKeyIn() {
    String[] lines = key();
    String key = lines[0].replaceFirst("key: +", "");
    String hash = lines[1].replaceFirst("hash: ", "");
    assertThat(key).matches("mk1\\.[\\w-]{43}");
    assertThat(key()[0]).isNotEqualTo(lines[0]);
    try (MemoryServer server = MemoryServer.start("apiKeys: [{name: made, hash: " + hash + "}]")) {
      Client client = server.client().with("Mainstay-Key", key);
      assertThat(client.post("/v1/sessions", "{}").status()).isEqualTo(201);
    }
  }

  private static String[] key() {
    StringWriter out = new StringWriter();
    assertThat(Main.commandLine().setOut(new PrintWriter(out)).execute("key")).isZero();
    return out.toString().split("\n", -1);
  }
}
