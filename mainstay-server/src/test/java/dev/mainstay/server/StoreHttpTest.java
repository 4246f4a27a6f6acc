package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.StoreRole;
import dev.mainstay.events.Listener;
import dev.mainstay.server.config.ConfigLoader;
import dev.mainstay.server.config.ServerConfig;
import dev.mainstay.server.http.RequestListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server on a real store. */
class StoreHttpTest {
  private static final String CURRENT = "/v1/sessions/current";
  @TempDir private Path data;

  private static MainstayServer start(Map<String, String> flags) {
    Map<String, String> all = new java.util.HashMap<>(flags);
    all.put("--port", "0");
    ServerConfig config = ConfigLoader.load(Optional.empty(), Map.of(), all);
    return MainstayServer.startOn(
        config, () -> Stores.open(config, Listener.NONE), List.of(), RequestListener.NONE);
  }

  @Test
  void sessionsSurviveARestartOfTheEmbeddedStore() {
    Map<String, String> flags = Map.of("--data", data.toString());
    String token;
    try (MainstayServer first = start(flags)) {
      token = Client.of(first.url()).login("{\"user\": \"ada\", \"attributes\": {\"n\": 1.50}}");
    }
    try (MainstayServer second = start(flags)) {
      Reply reply = Client.of(second.url()).bearer(token).get(CURRENT);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).contains("\"n\":1.50");
    }
  }

  @Test
  void serversOnOneStoreAgree() throws IOException, InterruptedException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedOptions.in(data));
        MainstayServer one = start(Map.of("--store", redis.state().url()));
        MainstayServer other =
            start(Map.of("--store", redis.state().url(), "--cache-store", redis.cache().url()))) {
      Client first = Client.of(one.url());
      Client second = Client.of(other.url());
      String token = first.login("{\"user\": \"ada\"}");
      second.bearer(token).patch(CURRENT, "{\"increment\": {\"visits\": 1}}");
      first.bearer(token).patch(CURRENT, "{\"increment\": {\"visits\": 1}}");
      assertThat(second.bearer(token).get(CURRENT).body()).contains("{\"visits\":2}");

      assertThat(second.delete("/v1/users/ada/sessions").body()).isEqualTo("{\"revoked\":1}");
      assertThat(first.bearer(token).get(CURRENT).text("reason")).isEqualTo("revoked");

      aStoreThatIsSilentIsUnavailable(redis, first);
    }
  }

  private static void aStoreThatIsSilentIsUnavailable(EmbeddedRedis redis, Client client)
      throws IOException, InterruptedException {
    String token = client.login("{}");
    long pid = redis.status(StoreRole.STATE).pid();
    signal("STOP", pid);
    try {
      long begun = System.nanoTime();
      Reply read = client.bearer(token).get(CURRENT);
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(2));
      assertThat(read.status()).isEqualTo(503);
      assertThat(read.problem()).isEqualTo("store-unavailable");
      assertThat(read.text("operation")).isEqualTo("sessions.find");
      assertThat(read.header("Retry-After")).matches("[1-9]\\d*");
      Reply write = client.bearer(token).delete(CURRENT);
      assertThat(write.status()).isEqualTo(503);
      assertThat(write.json().has("applied")).isTrue();
    } finally {
      signal("CONT", pid);
    }
    Awaitility.await()
        .atMost(10, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(client.post("/v1/sessions", "{}").status()).isEqualTo(201));
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }
}
