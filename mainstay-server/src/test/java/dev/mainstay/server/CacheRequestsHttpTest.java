package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests to caches that are wrong in some way: each is told what, and changes nothing. */
class CacheRequestsHttpTest {
  private static final String LEASE = "a-c1";
  private static MemoryServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    server = MemoryServer.start("bodyLimit: 2048");
    client = server.client();
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static void isInvalid(Reply reply, String field) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.problem()).isEqualTo("invalid-value");
    assertThat(reply.text("field")).isEqualTo(field);
    assertThat(reply.text("detail")).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/cache/c/k?lease=yes | lease",
        "/v1/cache/c/k?lease= | lease",
        "/v1/cache/c/k?stale=1 | stale",
        "/v1/cache/c/k?wait=1s | wait",
        "/v1/cache/c/k?lease=true&wait=soon | wait",
        "/v1/cache/c/k?lease=true&wait=31s | wait",
        "/v1/cache/c/k?lease=true&lease=true | lease",
        "/v1/cache/c/k?leas=true | query",
        "/v1/cache/c/%ff | key",
        "/v1/cache/c/ | key",
        "/v1/cache/%C3%28/k | cache",
      })
  void aWrongLookIsNamed(String path, String field) {
    String text =
        server.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    isInvalid(RawReply.parse(text), field);
  }

  @Test
  void ofManyNoneIsStoredWhereOneHasWhatIsNoLease() {
    String entries =
        """
        {"entries": [
          {"key": "first", "value": "aGk="},
          {"key": "second", "value": "aGk=", "lease": "bogus"}]}
        """;
    isInvalid(client.send("POST", "/v1/cache/c/put", entries), "lease");
    assertThat(client.get("/v1/cache/c/first").status()).isEqualTo(404);
  }

  @Test
  void keysAndNamesAre1To512Bytes() {
    String most = "k".repeat(512);
    assertThat(client.send("PUT", "/v1/cache/c/" + most, "{}").status()).isEqualTo(204);
    assertThat(client.send("PUT", "/v1/cache/" + most + "/k", "{}").status()).isEqualTo(204);
    isInvalid(client.send("PUT", "/v1/cache/c/k" + most, "{}"), "key");
    isInvalid(client.get("/v1/cache/k" + most + "/k"), "cache");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Cache-Control | max-age=-1 | Cache-Control",
        "Cache-Control | max-age=1, max-age=2 | Cache-Control",
        "Cache-Control | stale-if-error=2592001 | Cache-Control",
        "Content-Type | text | Content-Type",
        "Mainstay-Lease | mine | lease",
        "Mainstay-Tags | 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17 | tags",
      })
  void aWrongFieldOfAPutIsNamed(String name, String value, String field) {
    isInvalid(client.with(name, value).send("PUT", "/v1/cache/c/wrong", "v"), field);
    assertThat(client.get("/v1/cache/c/wrong").status()).isEqualTo(404);
  }

  @Test
  void aFieldThatIsGivenTwiceIsRefused() {
    Client twice = client.with("Mainstay-Lease", LEASE).with("Mainstay-Lease", LEASE);
    isInvalid(twice.send("PUT", "/v1/cache/c/twice", "v"), "Mainstay-Lease");
    isInvalid(
        client.with("Mainstay-Tags", "t".repeat(513)).send("PUT", "/v1/cache/c/twice", "v"),
        "Mainstay-Tags");
  }

  @Test
  void aLeaseOfNobodyIsVoid() {
    Reply reply = client.with("Mainstay-Lease", LEASE).send("PUT", "/v1/cache/c/nobody", "v");
    assertThat(reply.status()).isEqualTo(409);
    assertThat(client.get("/v1/cache/c/nobody").status()).isEqualTo(404);
  }

  @Test
  void anEncodedValueIsRefused() {
    Reply reply = client.with("Content-Encoding", "gzip").send("PUT", "/v1/cache/c/gzip", "v");
    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.problem()).isEqualTo("unsupported-media-type");
    assertThat(reply.header("Accept-Encoding")).isEqualTo("identity");
  }

  @Test
  void aBodyOverTheLimitIsTooLarge() {
    Reply reply = client.send("PUT", "/v1/cache/c/large", "x".repeat(2_049));
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.json().get("allowed").asInt()).isEqualTo(2_048);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "invalidate | {} | keys",
        "invalidate | {\"keys\": \"a\"} | keys",
        "invalidate | {\"keys\": [\"\"]} | keys.0",
        "invalidate | {\"keys\": [1]} | keys.0",
        "invalidate | {\"tags\": [\"\\ud800\"]} | tags.0",
        "invalidate | {\"prefix\": 1} | prefix",
        "invalidate | {\"key\": \"a\"} | key",
        "get | {} | keys",
        "get | {\"keys\": []} | keys",
        "get?x=1 | {\"keys\": [\"a\"]} | query",
        "delete | {\"keys\": [null]} | keys.0",
        "put | {} | entries",
        "put | {\"entries\": []} | entries",
        "put | {\"entries\": [{\"key\": \"a\"}]} | value",
        "put | {\"entries\": [{\"value\": \"\"}]} | key",
        "put | {\"entries\": [{\"key\": \"a\", \"value\": \"=\"}]} | value",
        "put | {\"entries\": [{\"key\": \"a\", \"value\": \"\", \"ttl\": 1}]} | entries.0.ttl",
        "put | {\"entries\": [{\"key\": \"a\", \"value\": \"\", \"maxAge\": \"31d\"}]} | maxAge",
        "put | {\"entries\": [{\"key\": \"a\", \"value\": \"\", \"maxAge\": \"x\"}]} | maxAge",
        "put | {\"entries\": [{\"key\": \"a\", \"value\": \"\", \"lease\": \"x\"}]} | lease",
        "put | {\"entries\": [{\"key\": \"a\", \"value\": \"\", \"contentType\": \"x\"}]}"
            + " | contentType",
        "put | {\"entries\": [{\"key\": \"a\", \"value\": \"\"}, {\"key\": \"a\","
            + " \"value\": \"\"}]} | entries.1.key",
        "release | {\"key\": \"a\"} | lease",
        "release | {\"lease\": \"a-c1\"} | key",
        "release | {\"key\": \"a\", \"lease\": \"x\"} | lease",
      })
  void aWrongBodyIsNamed(String verb, String body, String field) {
    isInvalid(client.post("/v1/cache/c/" + verb, body), field);
    assertThat(client.get("/v1/cache/c/a").status()).isEqualTo(404);
  }

  @Test
  void tooManyAtOnceAreRefused() {
    Client large = server.client();
    isInvalid(large.post("/v1/cache/c/get", "{\"keys\":" + names(101) + "}"), "keys");
    assertThat(large.post("/v1/cache/c/get", "{\"keys\":" + names(100) + "}").status())
        .isEqualTo(200);
    isInvalid(large.post("/v1/cache/c/invalidate", "{\"tags\":" + names(101) + "}"), "tags");
  }

  private static String names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"" + i + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void otherMethodsAreToldTheOnesThatAre() {
    Reply reply = client.post("/v1/cache/c/k", "{}");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, PUT, DELETE, OPTIONS");
    assertThat(client.post("/v1/cache/c", "{}").status()).isEqualTo(405);
    assertThat(client.get("/v1/cache/c/a/b").status()).isEqualTo(404);
  }
}
