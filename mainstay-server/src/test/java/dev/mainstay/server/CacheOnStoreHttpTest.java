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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers whose caches are on one real store. */
class CacheOnStoreHttpTest {
  private static final String KEY = "/v1/cache/product/k";
  private static final String LEASED = KEY + "?lease=true";
  private static final String LEASE = "Mainstay-Lease";
  @TempDir private Path data;

  private MainstayServer start(EmbeddedRedis redis) throws IOException {
    Path file = Files.createTempFile(data, "mainstay", ".yaml");
    // Patient, so that a busy machine fails no test.
    Files.writeString(
        file,
        """
        store: {url: "%s"}
        cacheStore: {url: "%s", readDeadline: 2s, writeDeadline: 2s}
        caches:
          product: {ttl: 1m, jitter: 0}
        """
            .formatted(redis.state().url(), redis.cache().url()));
    ServerConfig config = ConfigLoader.load(Optional.of(file), Map.of(), Map.of("--port", "0"));
    return MainstayServer.startOn(
        config, () -> Stores.open(config, Listener.NONE), List.of(), RequestListener.NONE);
  }

  @Test
  void serversOnOneStoreShareTheirCaches() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedOptions.in(data.resolve("store")));
        MainstayServer one = start(redis);
        MainstayServer other = start(redis)) {
      Client first = Client.of(one.url());
      Client second = Client.of(other.url());
      leasedAtOneFilledAtAnother(first, second);
      invalidatedAtAnotherBeforeTheFill(first, second);
      whoWaitsAtAnotherIsAnsweredWithTheFill(first, second);
      tagsMoveForAll(first, second);
      whileTheStoreIsSilentNobodyIsToldThatAnythingWasDone(redis, first);
    }
  }

  private static void leasedAtOneFilledAtAnother(Client first, Client second) {
    Reply miss = first.get(LEASED);
    assertThat(miss.status()).isEqualTo(404);
    assertThat(second.get(LEASED).header(LEASE)).isEmpty();
    Reply fill =
        second
            .with(LEASE, miss.header(LEASE))
            .with("Content-Type", "image/png")
            .send("PUT", KEY, "loaded");
    assertThat(fill.status()).as(fill.body()).isEqualTo(204);
    Reply hit = first.get(KEY);
    assertThat(hit.body()).isEqualTo("loaded");
    assertThat(hit.header("Content-Type")).isEqualTo("image/png");
    assertThat(CacheStatusField.parse(hit.header("Cache-Status")))
        .containsEntry("hit", "?1")
        .hasEntrySatisfying("ttl", ttl -> assertThat(Integer.parseInt(ttl)).isBetween(30, 60));
    assertThat(Integer.parseInt(hit.header("Age"))).isBetween(0, 30);
  }

  private static void invalidatedAtAnotherBeforeTheFill(Client first, Client second) {
    assertThat(second.delete(KEY).status()).isEqualTo(204);
    String lease = first.get(LEASED).header(LEASE);
    assertThat(second.delete(KEY).status()).isEqualTo(204);
    for (Client client : List.of(first, second)) {
      Reply late = client.with(LEASE, lease).send("PUT", KEY, "of before");
      assertThat(late.status()).isEqualTo(409);
      assertThat(late.problem()).isEqualTo("lease-void");
      assertThat(client.get(KEY).status()).isEqualTo(404);
    }
  }

  private static void whoWaitsAtAnotherIsAnsweredWithTheFill(Client first, Client second)
      throws Exception {
    String lease = first.get(LEASED).header(LEASE);
    CompletableFuture<Reply> waiting =
        CompletableFuture.supplyAsync(() -> second.get(LEASED + "&wait=20s"));
    assertThat(second.get(LEASED + "&wait=100ms").status()).isEqualTo(404);
    assertThat(waiting).isNotDone();
    first.with(LEASE, lease).send("PUT", KEY, "filled");
    assertThat(waiting.get(15, TimeUnit.SECONDS).body()).isEqualTo("filled");
  }

  private static void tagsMoveForAll(Client first, Client second) {
    first.with("Mainstay-Tags", "shop").send("PUT", "/v1/cache/product/t", "v");
    assertThat(second.get("/v1/cache/product/t").body()).isEqualTo("v");
    assertThat(second.post("/v1/cache/product/invalidate", "{\"tags\": [\"shop\"]}").body())
        .isEqualTo("{\"invalidated\":1}");
    assertThat(first.get("/v1/cache/product/t").status()).isEqualTo(404);
  }

  private static void whileTheStoreIsSilentNobodyIsToldThatAnythingWasDone(
      EmbeddedRedis redis, Client client) throws IOException, InterruptedException {
    long pid = redis.status(StoreRole.CACHE).pid();
    signal("STOP", pid);
    try {
      for (Reply reply :
          List.of(
              client.get(KEY),
              client.get(LEASED),
              client.post("/v1/cache/product/get", "{\"keys\": [\"k\"]}"),
              client.send("PUT", KEY, "unheard"),
              client.delete(KEY))) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(503);
        assertThat(reply.problem()).isEqualTo("store-unavailable");
        assertThat(reply.header("Retry-After")).matches("[1-9]\\d*");
      }
    } finally {
      signal("CONT", pid);
    }
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> client.send("PUT", KEY, "heard").status() == 204);
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () -> {
              client.send("PUT", KEY, "heard");
              return client.get(KEY).body().equals("heard");
            });
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }
}
