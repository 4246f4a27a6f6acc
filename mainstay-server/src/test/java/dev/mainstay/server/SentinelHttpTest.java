package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.EmbeddedSentinel;
import dev.mainstay.embedded.SentinelOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process on a Sentinel topology, one of whose primaries is killed. */
class SentinelHttpTest {
  private static final String CURRENT = "/v1/sessions/current";

  /** Sentinel's second and a failover; the rest is for a machine that is busy. */
  private static final Duration FAILOVER = Duration.ofSeconds(20);

  private static EmbeddedSentinel redis;
  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    redis = EmbeddedSentinel.start(SentinelOptions.usual());
  }

  @AfterAll
  static void end() {
    redis.close();
  }

  private static Serving serving(Path folder) throws Exception {
    return Serving.start(
        folder, Map.of("MAINSTAY_PORT", "0", "MAINSTAY_STORE_URL", redis.url()), "serve");
  }

  @Test
  void sessionsAndLogoutsSurviveTheKillOfThePrimary() throws Exception {
    try (Serving one = serving(folder);
        Serving other = serving(folder)) {
      Client first = Client.of(one.url());
      Client second = Client.of(other.url());
      assertThat(first.get("/v1/about").body()).contains("\"topology\":\"sentinel\"");
      String stays = first.login("{\"user\": \"ada\"}");
      String leaves = first.login("{\"user\": \"bob\"}");
      assertThat(second.bearer(leaves).delete(CURRENT).status()).isEqualTo(204);

      EmbeddedNode killed = redis.primary();
      killed.kill();
      assertThat(first.bearer(stays).get(CURRENT).status()).isEqualTo(503);
      Awaitility.await()
          .atMost(FAILOVER)
          .until(
              () ->
                  first.bearer(stays).get(CURRENT).status() == 200
                      && second.bearer(stays).get(CURRENT).status() == 200);
      assertThat(redis.primary()).isNotEqualTo(killed);
      assertThat(second.bearer(leaves).get(CURRENT).text("reason")).isEqualTo("revoked");
      assertThat(first.get("/health/ready").status()).isEqualTo(200);

      Awaitility.await()
          .atMost(FAILOVER)
          .until(() -> second.bearer(stays).delete(CURRENT).status() == 204);
      assertThat(first.bearer(stays).get(CURRENT).status()).isEqualTo(401);
      assertThat(one.errors() + other.errors())
          .contains("The primary main is at " + redis.primary().address())
          .doesNotContain(password(redis.url()));
    }
  }

  private static String password(String url) {
    return url.substring(url.indexOf(':', "redis-sentinel://".length()) + 1, url.indexOf('@'));
  }
}
