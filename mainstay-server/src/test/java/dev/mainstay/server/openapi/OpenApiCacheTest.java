package dev.mainstay.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What caches answer is what the document says. */
class OpenApiCacheTest {
  private static final String CACHE = "/v1/cache/{cache}/";
  private static final String KEY = CACHE + "{key}";
  private static final String PRODUCT = "/v1/cache/product/";
  private static final Served SERVED = new Served(Map.of());
  private final JsonNode document = JsonMapper.shared().readTree(OpenApi.document());

  @AfterAll
  static void close() {
    SERVED.close();
  }

  @Test
  void anEntrysLifeIsWhatTheDocumentSays() throws Exception {
    String at = PRODUCT + "42";
    HttpResponse<String> miss = SERVED.call("GET", at + "?lease=true", "");
    holds("get", KEY, 404, miss);
    String[] lease = {"Mainstay-Lease", miss.headers().firstValue("Mainstay-Lease").orElseThrow()};
    holds("put", KEY, 204, SERVED.call("PUT", at, "v", lease));
    holds("put", KEY, 409, SERVED.call("PUT", at, "v", lease));
    HttpResponse<String> hit = SERVED.call("GET", at, "");
    assertThat(hit.statusCode()).isEqualTo(200);
    hit.headers()
        .map()
        .keySet()
        .forEach(
            name ->
                assertThat(isKnown(name)).as("the document of a hit tells of %s", name).isTrue());
    holds("get", KEY, 400, SERVED.call("GET", at + "?lease=maybe", ""));
    holds("put", KEY, 400, SERVED.call("PUT", at, "v", "Cache-Control", "max-age=soon"));
    holds("put", KEY, 415, SERVED.call("PUT", at, "v", "Content-Encoding", "gzip"));
    holds("delete", KEY, 204, SERVED.call("DELETE", at, ""));
  }

  private boolean isKnown(String header) {
    JsonNode known =
        document.path("paths").path(KEY).path("get").path("responses").path("200").path("headers");
    return header.matches("content-(type|length)|:status")
        || known.propertyNames().stream().anyMatch(header::equalsIgnoreCase);
  }

  @Test
  void manyAtOnceAreWhatTheDocumentSays() throws Exception {
    String put = "{\"entries\":[{\"key\":\"7\",\"value\":\"AA==\"}]}";
    String keys = "{\"keys\":[\"7\",\"8\"]}";
    holds("post", CACHE + "put", 200, SERVED.call("POST", PRODUCT + "put", put));
    JsonNode got = holds("post", CACHE + "get", 200, SERVED.call("POST", PRODUCT + "get", keys));
    assertThat(got.get("entries").size()).isOne();
    holds("post", CACHE + "delete", 200, SERVED.call("POST", PRODUCT + "delete", keys));
    String tags = "{\"tags\":[\"t\"]}";
    holds("post", CACHE + "invalidate", 200, SERVED.call("POST", PRODUCT + "invalidate", tags));
    String release = "{\"key\":\"7\",\"lease\":\"1-0-c1\"}";
    holds("post", CACHE + "release", 200, SERVED.call("POST", PRODUCT + "release", release));
    for (String verb : new String[] {"put", "get", "delete", "invalidate", "release"}) {
      holds("post", CACHE + verb, 400, SERVED.call("POST", PRODUCT + verb, "{}"));
      holds(
          "post",
          CACHE + verb,
          415,
          SERVED.call("POST", PRODUCT + verb, "{}", "Content-Type", "text/plain"));
    }
  }

  @Test
  void whatOperatorsAreToldIsWhatTheDocumentSays() throws Exception {
    String about = "/v1/cache/{cache}";
    String at = "/v1/cache/watched";
    SERVED.call("PUT", at + "/7", "v", "Mainstay-Tags", "t");
    SERVED.call("GET", at + "/8?lease=true", "");
    holds("get", about, 200, SERVED.call("GET", at, ""));
    JsonNode sized = holds("get", about, 200, SERVED.call("GET", at + "?size=true", ""));
    assertThat(sized.at("/size/entries").asInt()).isEqualTo(2);
    holds("get", about, 400, SERVED.call("GET", at + "?size=maybe", ""));
    String keys = "{\"keys\":[\"7\",\"8\",\"9\"]}";
    JsonNode seen =
        holds("post", CACHE + "inspect", 200, SERVED.call("POST", at + "/inspect", keys));
    assertThat(seen.findValuesAsString("state")).containsExactly("value", "leased", "absent");
    holds("post", CACHE + "inspect", 400, SERVED.call("POST", at + "/inspect", "{}"));
  }

  private JsonNode holds(String method, String path, int status, HttpResponse<String> answer) {
    return Documented.holds(document, method, path, status, answer);
  }
}
