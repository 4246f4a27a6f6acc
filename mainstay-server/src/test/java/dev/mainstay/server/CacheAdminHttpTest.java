package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators are told of caches over HTTP. */
class CacheAdminHttpTest {
  private static final String LEASE = "Mainstay-Lease";
  private static MemoryServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    server =
        MemoryServer.start("caches:", "  stale: {ttl: 1m, jitter: 0, staleWhileRevalidate: 30s}");
    client = server.client();
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static JsonNode read(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(reply.body());
  }

  private static JsonNode stats(String cache) {
    return read(client.get("/v1/cache/" + cache)).get("stats");
  }

  private static JsonNode inspected(String cache, String key) {
    String body = "{\"keys\":[\"" + key + "\"]}";
    JsonNode all = read(client.send("POST", "/v1/cache/" + cache + "/inspect", body));
    assertThat(all.get("entries").size()).isOne();
    return all.at("/entries/0");
  }

  @Test
  void eachLookIsCountedOnceAsWhatItFound() {
    String key = "/v1/cache/stale/k";
    String lease = client.get(key + "?lease=true").header(LEASE);
    assertThat(client.with(LEASE, lease).send("PUT", key, "v").status()).isEqualTo(204);
    assertThat(client.with(LEASE, lease).send("PUT", key, "late").status()).isEqualTo(409);
    client.get(key);
    client.get(key);
    server.clock.advance(Duration.ofSeconds(70));
    client.get(key);
    JsonNode stats = stats("stale");
    assertThat(stats.get("misses").asInt()).isEqualTo(1);
    assertThat(stats.get("hits").asInt()).isEqualTo(2);
    assertThat(stats.get("staleServed").asInt()).isEqualTo(1);
    assertThat(stats.get("loads").asInt()).isEqualTo(2);
    assertThat(stats.get("refusedFills").asInt()).isEqualTo(1);
    inspected("stale", "k");
    assertThat(stats("stale")).isEqualTo(stats);
  }

  @Test
  void whatIsThereIsSeenWithoutItsValue() {
    String at = "/v1/cache/seen/";
    client.with("Mainstay-Tags", "red, blue").send("PUT", at + "v", "secret text");
    client.get(at + "l?lease=true");
    assertThat(inspected("seen", "none").toString())
        .isEqualTo("{\"key\":\"none\",\"state\":\"absent\"}");
    assertThat(inspected("seen", "l").get("state").asString()).isEqualTo("leased");
    JsonNode value = inspected("seen", "v");
    assertThat(value.get("state").asString()).isEqualTo("value");
    assertThat(value.get("payloadBytes").asInt()).isGreaterThan("secret text".length());
    assertThat(value.get("readable").asBoolean()).isTrue();
    assertThat(value.toString()).doesNotContain("secret");
    assertThat(value.get("tags").toString())
        .isEqualTo("[{\"tag\":\"red\",\"stands\":true},{\"tag\":\"blue\",\"stands\":true}]");
    client.send("POST", at + "invalidate", "{\"tags\":[\"blue\"]}");
    assertThat(inspected("seen", "v").get("tags").toString())
        .isEqualTo("[{\"tag\":\"red\",\"stands\":true},{\"tag\":\"blue\",\"stands\":false}]");
  }

  @Test
  void theSizeIsToldWhereItIsAskedFor() {
    for (int i = 0; i < 7; i++) {
      client.send("PUT", "/v1/cache/sized/" + i, "x".repeat(100));
    }
    assertThat(read(client.get("/v1/cache/sized")).has("size")).isFalse();
    JsonNode size = read(client.get("/v1/cache/sized?size=true")).get("size");
    assertThat(size.get("entries").asInt()).isEqualTo(7);
    assertThat(size.get("measured").asInt()).isEqualTo(7);
    assertThat(size.get("bytes").asInt()).isGreaterThan(700);
  }

  @Test
  void moreThanAHundredKeysAreTooMany() {
    String keys =
        IntStream.range(0, 101).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
    Reply reply = client.send("POST", "/v1/cache/seen/inspect", "{\"keys\":[" + keys + "]}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(client.get("/v1/cache/seen?size=1").status()).isEqualTo(400);
  }
}
