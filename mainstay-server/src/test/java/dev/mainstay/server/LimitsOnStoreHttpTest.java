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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers that count limits on one real store. */
class LimitsOnStoreHttpTest {
  private static final String ADA = "{\"key\": \"ada\"}";
  @TempDir private Path data;

  private MainstayServer start(EmbeddedRedis redis, int revision) throws IOException {
    Path file = Files.createTempFile(data, "mainstay", ".yaml");
    Files.writeString(
        file,
        """
        limits:
          api: {permits: %d, per: 1h, revision: %d}
          strict: {permits: 4, per: 1h, onSilence: refuse}
          share: {permits: 4, per: 1h, onSilence: alone}
        """
            .formatted(4 + revision, revision));
    ServerConfig config =
        ConfigLoader.load(
            Optional.of(file), Map.of(), Map.of("--port", "0", "--store", redis.state().url()));
    return MainstayServer.startOn(
        config, () -> Stores.open(config, Listener.NONE), List.of(), RequestListener.NONE);
  }

  @Test
  void serversOnOneStoreCountTogether() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedOptions.in(data.resolve("store")));
        MainstayServer one = start(redis, 0);
        MainstayServer other = start(redis, 0)) {
      Client first = Client.of(one.url());
      Client second = Client.of(other.url());
      for (int i = 0; i < 2; i++) {
        isDecided(take(first, "api"), 200, "allowed");
        isDecided(take(second, "api"), 200, "allowed");
      }
      isDecided(take(first, "api"), 429, "denied");
      isDecided(take(second, "api"), 429, "denied");
      first.send("PUT", "/v1/limits/api", "{\"permits\": 5, \"per\": \"1h\", \"revision\": 1}");
      isDecided(take(second, "api"), 200, "allowed");
      isDecided(take(first, "api"), 429, "denied");
      aHigherRevisionOfTheConfigurationReplacesTheRule(redis, first);
      whileTheStoreIsSilentTheRuleDecides(redis, first);
    }
  }

  private void aHigherRevisionOfTheConfigurationReplacesTheRule(EmbeddedRedis redis, Client old)
      throws IOException {
    try (MainstayServer newer = start(redis, 2)) {
      isDecided(take(Client.of(newer.url()), "api"), 200, "allowed");
      Awaitility.await()
          .atMost(5, TimeUnit.SECONDS)
          .until(() -> old.get("/v1/limits/api").json().get("permits").asInt() == 6);
    }
  }

  private static void whileTheStoreIsSilentTheRuleDecides(EmbeddedRedis redis, Client client)
      throws IOException, InterruptedException {
    take(client, "strict");
    take(client, "share");
    long pid = redis.status(StoreRole.STATE).pid();
    signal("STOP", pid);
    try {
      long begun = System.nanoTime();
      isDecided(take(client, "api"), 200, "undecided-passed");
      Reply refused = take(client, "strict");
      isDecided(refused, 503, "undecided-refused");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.problem()).isEqualTo("store-unavailable");
      isDecided(take(client, "share"), 200, "undecided-passed");
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(3));
    } finally {
      signal("CONT", pid);
    }
    Awaitility.await()
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> take(client, "strict").header("Mainstay-Decision").equals("allowed"));
  }

  private static Reply take(Client client, String limit) {
    return client.post("/v1/limits/" + limit + "/take", ADA);
  }

  private static void isDecided(Reply reply, int status, String decision) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.header("Mainstay-Decision")).isEqualTo(decision);
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }
}
