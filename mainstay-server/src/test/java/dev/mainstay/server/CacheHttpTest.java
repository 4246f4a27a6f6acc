package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each row of the contract's table of caches. */
class CacheHttpTest {
  private static final String LEASE = "Mainstay-Lease";
  private static MemoryServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    server =
        MemoryServer.start(
            "caches:",
            "  product: {ttl: 1m, jitter: 0, hardTimeout: 10s}",
            "  stale: {ttl: 1m, jitter: 0, staleWhileRevalidate: 30s, staleIfError: 5m}",
            "  brief: {ttl: 1s, jitter: 0, maxBytes: 10}");
    client = server.client();
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static String at(String key) {
    return "/v1/cache/product/" + key;
  }

  private static void put(Client with, String path, String value) {
    Reply reply = with.with("Content-Type", "text/plain").send("PUT", path, value);
    assertThat(reply.status()).as(reply.body()).isEqualTo(204);
    assertThat(reply.body()).isEmpty();
  }

  private static String leased(Reply reply) {
    String lease = reply.header(LEASE);
    assertThat(lease).as(reply.toString()).matches("[A-Za-z0-9-]{1,200}");
    return lease;
  }

  private static void isMiss(Reply reply) {
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.problem()).isEqualTo("not-found");
    assertThat(status(reply)).isEqualTo(Map.of("", "mainstay", "fwd", "uri-miss"));
  }

  private static void isHit(Reply reply, String value) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(value);
    assertThat(status(reply)).containsEntry("hit", "?1");
  }

  private static Map<String, String> status(Reply reply) {
    return CacheStatusField.parse(reply.header("Cache-Status"));
  }

  @Test
  void whatWasPutIsAnsweredWithItsTypeAndAge() {
    isMiss(client.get(at("a%2Fb")));
    Client html = client.with("Content-Type", "text/html; charset=utf-8");
    assertThat(html.send("PUT", at("a%2Fb"), "<p>ä</p>").status()).isEqualTo(204);
    server.clock.advance(Duration.ofMillis(7_400));
    Reply reply = client.get(at("a%2Fb"));
    isHit(reply, "<p>ä</p>");
    assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(reply.header("Age")).isEqualTo("7");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(status(reply)).isEqualTo(Map.of("", "mainstay", "hit", "?1", "ttl", "52"));
    server.clock.advance(Duration.ofSeconds(53));
    isMiss(client.get(at("a%2Fb")));
  }

  @Test
  void aValueWithoutATypeIsBytesAndAnEmptyOneIsOne() {
    Reply put = RawReply.parse(raw("PUT", at("none"), "Content-Length: 3\r\n\r\nabc"));
    assertThat(put.status()).isEqualTo(204);
    assertThat(client.get(at("none")).header("Content-Type")).isEqualTo("application/octet-stream");
    put(client, at("empty"), "");
    Reply reply = client.get(at("empty"));
    isHit(reply, "");
    assertThat(reply.header("Content-Length")).isEqualTo("0");
    Reply head = client.send("HEAD", at("none"), null);
    assertThat(head.header("Content-Length")).isEqualTo("3");
    assertThat(head.body()).isEmpty();
  }

  private static String raw(String method, String path, String rest) {
    return server.raw(
        method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + rest);
  }

  @Test
  void oneIsGivenTheLeaseAndFills() {
    Reply mine = client.get(at("leased") + "?lease=true");
    isMiss(mine);
    String lease = leased(mine);
    assertThat(mine.header("Mainstay-Lease-Ttl-Ms")).isEqualTo("10000");
    Reply others = client.get(at("leased") + "?lease=true");
    isMiss(others);
    assertThat(others.header(LEASE)).isEmpty();
    isMiss(client.get(at("leased")));
    put(client.with(LEASE, lease), at("leased"), "loaded");
    isHit(client.get(at("leased") + "?lease=true&wait=1s"), "loaded");
    isVoid(client.with(LEASE, lease).send("PUT", at("leased"), "again"));
    isHit(client.get(at("leased")), "loaded");
  }

  private static void isVoid(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(409);
    assertThat(reply.problem()).isEqualTo("lease-void");
  }

  @Test
  void whatWasInvalidatedMeanwhileIsNotFilled() {
    String lease = leased(client.get(at("race") + "?lease=true"));
    assertThat(client.delete(at("race")).status()).isEqualTo(204);
    isVoid(client.with(LEASE, lease).send("PUT", at("race"), "of before"));
    isMiss(client.get(at("race")));
    String next = leased(client.get(at("race") + "?lease=true"));
    isVoid(client.with(LEASE, lease).send("PUT", at("race"), "of before"));
    put(client.with(LEASE, next), at("race"), "of after");
    isHit(client.get(at("race")), "of after");
  }

  @Test
  void aLeaseLapses() {
    String lease = leased(client.get(at("lapse") + "?lease=true"));
    server.clock.advance(Duration.ofSeconds(11));
    isVoid(client.with(LEASE, lease).send("PUT", at("lapse"), "late"));
    leased(client.get(at("lapse") + "?lease=true"));
  }

  @Test
  void whoWaitsIsAnsweredWithTheFill() throws Exception {
    String lease = leased(client.get(at("wait") + "?lease=true"));
    CompletableFuture<Reply> waiting =
        CompletableFuture.supplyAsync(() -> client.get(at("wait") + "?lease=true&wait=20s"));
    assertThat(client.get(at("wait") + "?lease=true&wait=100ms").status()).isEqualTo(404);
    assertThat(waiting).isNotDone();
    put(client.with(LEASE, lease), at("wait"), "loaded");
    isHit(waiting.get(10, TimeUnit.SECONDS), "loaded");
    leased(client.get(at("brief") + "?lease=true"));
    Reply late = client.get(at("brief") + "?lease=true&wait=50ms");
    isMiss(late);
    assertThat(late.header(LEASE)).isEmpty();
  }

  @Test
  void aLeaseThatIsGivenBackIsAnothers() {
    String lease = leased(client.get(at("back") + "?lease=true"));
    String body = "{\"key\": \"back\", \"lease\": \"" + lease + "\"}";
    assertThat(client.post(at("release"), body).body()).isEqualTo("{\"released\":true}");
    assertThat(client.post(at("release"), body).body()).isEqualTo("{\"released\":false}");
    leased(client.get(at("back") + "?lease=true"));
  }

  @Test
  void aPutSaysForHowLongItCounts() {
    Client told =
        client.with(
            "Cache-Control", "public, max-age=10, stale-while-revalidate=5, stale-if-error=20");
    put(told, at("told"), "old");
    server.clock.advance(Duration.ofSeconds(11));
    Reply stale = client.get(at("told"));
    isHit(stale, "old");
    assertThat(status(stale)).containsEntry("ttl", "-1");
    Reply mine = client.get(at("told") + "?lease=true");
    isHit(mine, "old");
    leased(mine);
    Reply others = client.get(at("told") + "?lease=true");
    isHit(others, "old");
    assertThat(others.header(LEASE)).isEmpty();
    server.clock.advance(Duration.ofSeconds(5));
    Reply old = client.get(at("told"));
    assertThat(old.status()).isEqualTo(404);
    assertThat(status(old)).isEqualTo(Map.of("", "mainstay", "fwd", "stale"));
    isHit(client.get(at("told") + "?stale=true"), "old");
    server.clock.advance(Duration.ofSeconds(15));
    isMiss(client.get(at("told") + "?stale=true"));
  }

  @Test
  void aStaleValueIsReplacedUnderItsLease() {
    put(client, "/v1/cache/stale/k", "old");
    server.clock.advance(Duration.ofSeconds(61));
    String lease = leased(client.get("/v1/cache/stale/k?lease=true"));
    put(client.with(LEASE, lease), "/v1/cache/stale/k", "new");
    isHit(client.get("/v1/cache/stale/k"), "new");
    server.clock.advance(Duration.ofSeconds(61));
    String next = leased(client.get("/v1/cache/stale/k?lease=true"));
    client.delete("/v1/cache/stale/k");
    isVoid(client.with(LEASE, next).send("PUT", "/v1/cache/stale/k", "of before"));
  }

  @Test
  void whatIsNotToBeStoredIsNot() {
    put(client, at("drop"), "v");
    put(client.with("Cache-Control", "no-store"), at("drop"), "v");
    isMiss(client.get(at("drop")));
    String lease = leased(client.get(at("drop") + "?lease=true"));
    put(client.with(LEASE, lease).with("Cache-Control", "max-age=0"), at("drop"), "v");
    isMiss(client.get(at("drop")));
    leased(client.get(at("drop") + "?lease=true"));
  }

  @Test
  void tagsInvalidateWhatHasThem() {
    put(client.with("Mainstay-Tags", "shop, größe ,"), at("tagged"), "v");
    put(client.with("Mainstay-Tags", "shop"), at("other"), "v");
    assertThat(client.post(at("invalidate"), "{\"tags\": [\"none\"]}").status()).isEqualTo(200);
    isHit(client.get(at("tagged")), "v");
    assertThat(client.post(at("invalidate"), "{\"tags\": [\"shop\", \"x\"]}").body())
        .isEqualTo("{\"invalidated\":2}");
    isMiss(client.get(at("tagged")));
    isMiss(client.get(at("other")));
    String lease = leased(client.get(at("tagged") + "?lease=true"));
    client.post(at("invalidate"), "{\"tags\": [\"shop\"]}");
    isVoid(
        client.with(LEASE, lease).with("Mainstay-Tags", "shop").send("PUT", at("tagged"), "old"));
    isMiss(client.get(at("tagged")));
  }

  @Test
  void keysAndPrefixesAreInvalidated() {
    for (String key : new String[] {"p:1", "p:2", "q:1", "q:2"}) {
      put(client, "/v1/cache/sweep/" + key, "v");
    }
    String sweep = "/v1/cache/sweep/invalidate";
    assertThat(client.post(sweep, "{\"keys\": [\"q:1\", \"q:9\"], \"prefix\": \"p:\"}").body())
        .isEqualTo("{\"invalidated\":3}");
    isMiss(client.get("/v1/cache/sweep/p:1"));
    isHit(client.get("/v1/cache/sweep/q:2"), "v");
    assertThat(client.post(sweep, "{\"prefix\": \"\"}").body()).isEqualTo("{\"invalidated\":1}");
  }

  @Test
  void manyAtOnce() {
    String put =
        """
        {"entries": [
          {"key": "a/b", "value": "AP8=", "contentType": "image/png", "maxAge": "30s"},
          {"key": "..", "value": "", "tags": ["t"]},
          {"key": "c", "value": "YQ==", "lease": "%s"}]}"""
            .formatted(leased(client.get("/v1/cache/many/c?lease=true")));
    client.delete("/v1/cache/many/c");
    Reply stored = client.post("/v1/cache/many/put", put);
    assertThat(stored.body()).isEqualTo("{\"stored\":2,\"refused\":[\"c\"]}");
    Reply got = client.post("/v1/cache/many/get", "{\"keys\": [\"..\", \"a/b\", \"c\"]}");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().get("entries").get(0).get("key").asString()).isEqualTo("..");
    assertThat(got.body())
        .contains(
            "{\"key\":\"a/b\",\"value\":\"AP8=\",\"contentType\":\"image/png\","
                + "\"ageMs\":0,\"ttlMs\":30000}")
        .endsWith("],\"missing\":[\"c\"],\"omitted\":[]}");
    assertThat(client.get("/v1/cache/many/a%2Fb").header("Content-Type")).isEqualTo("image/png");
    assertThat(client.post("/v1/cache/many/delete", "{\"keys\": [\"a/b\", \"x\"]}").body())
        .isEqualTo("{\"deleted\":1}");
    isMiss(client.get("/v1/cache/many/a%2Fb"));
  }

  @Test
  void keysMayBeCalledLikeVerbs() {
    for (String key : new String[] {"get", "put", "invalidate", "delete", "release"}) {
      put(client, at(key), key);
      isHit(client.get(at(key)), key);
      assertThat(client.delete(at(key)).status()).isEqualTo(204);
    }
  }

  @Test
  void aCacheThatIsNotNamedHasFiveMinutes() {
    put(client, "/v1/cache/unnamed/k", "v");
    server.clock.advance(Duration.ofSeconds(269));
    isHit(client.get("/v1/cache/unnamed/k"), "v");
    server.clock.advance(Duration.ofSeconds(32));
    isMiss(client.get("/v1/cache/unnamed/k"));
  }

  @Test
  void namespacesAndCachesAreApart() {
    put(client, at("apart"), "v");
    isMiss(client.with("Mainstay-Namespace", "shop").get(at("apart")));
    isMiss(client.get("/v1/cache/stale/apart"));
    isMiss(client.get(at("Apart")));
  }

  @Test
  void aValueLongerThanItsCacheTakesIsTooLarge() {
    Reply reply = client.send("PUT", "/v1/cache/brief/k", "12345678901");
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.problem()).isEqualTo("body-too-large");
    assertThat(reply.json().get("allowed").asInt()).isEqualTo(10);
    put(client, "/v1/cache/brief/k", "1234567890");
  }
}
