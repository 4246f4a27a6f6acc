package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.Encryption;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
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

  @Test
  void makesKeysForEncryptionToo() {
    String[] lines = key("--encryption");
    assertThat(Encryption.keyFromBase64(lines[0])).hasSize(32);
    assertThat(lines).hasSize(2).doesNotContain(key("--encryption")[0]);
  }

  private static String[] key(String... options) {
    StringWriter out = new StringWriter();
    String[] command = Stream.concat(Stream.of("key"), Stream.of(options)).toArray(String[]::new);
    assertThat(Main.commandLine().setOut(new PrintWriter(out)).execute(command)).isZero();
    return out.toString().split("\n", -1);
  }
}
