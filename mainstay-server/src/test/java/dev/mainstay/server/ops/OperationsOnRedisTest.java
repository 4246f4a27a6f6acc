package dev.mainstay.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.StoreRole;
import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Operations before a real store: counted, filled to the brim, and stopped. */
class OperationsOnRedisTest {
  private static final EmbeddedOptions SMALL =
      EmbeddedOptions.ephemeral().withRoles(StoreRole.STATE).withStateMemory("3mb");

  @Test
  void aStoreIsToldCountedFilledAndLost() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(SMALL);
        OperationsServer server = new OperationsServer(List.of());
        RedisEngine engine = connect(redis, server.operations);
        Mainstay mainstay = Mainstay.on(engine, server.operations)) {
      server.operations.watch(StoreView.of("state", engine));
      Sessions sessions = mainstay.sessions("default", SessionPolicy.DEFAULT);
      String token = sessions.start("ada", Attributes.none()).token();
      for (int i = 0; i < 9; i++) {
        sessions.start("user-" + i, Attributes.none());
      }
      assertThat(server.get("/health").body()).contains("\"status\":\"up\"");
      assertThat(server.get("/v1/about").body()).contains("\"policy\":\"noeviction\"");
      assertThat(server.get("/metrics").body())
          .contains("mainstay_sessions_live 10.0")
          .contains("mainstay_store_up{role=\"state\"} 1.0")
          .containsPattern("mainstay_store_memory_fragmentation_ratio\\{role=\"state\"} [0-9]")
          .containsPattern("mainstay_store_keyspace_hits_total\\{role=\"state\"} [0-9]")
          .contains("mainstay_store_call_seconds_count{command=\"sessions/start\",outcome=\"ok\"");
      fill(sessions);
      assertThat(sessions.find(token).isLive()).isTrue();
      var full = server.get("/health");
      assertThat(full.statusCode()).isEqualTo(200);
      assertThat(full.body()).contains("\"status\":\"degraded\"", "writes-refused", "OOM");
      assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
      stop(redis);
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> server.get("/health/ready").statusCode() == 503);
      assertThat(server.get("/health").body()).contains("\"ready\":false", "store-down");
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(server.get("/metrics").body()).contains("mainstay_store_up{role=\"state\"} 0.0");
    }
  }

  private static RedisEngine connect(EmbeddedRedis redis, Operations operations) {
    return RedisEngine.connect(RedisOptions.parse(redis.state().url()).withListener(operations));
  }

  private static void stop(EmbeddedRedis redis) {
    redis.close();
  }

  private static void fill(Sessions sessions) {
    Attributes large = Attributes.none().with("text", "x".repeat(100_000));
    Throwable refused =
        IntStream.range(0, 200)
            .mapToObj(i -> catchThrowable(() -> sessions.start("large-" + i, large)))
            .filter(StoreRefusedException.class::isInstance)
            .findFirst()
            .orElseThrow();
    assertThat(((StoreRefusedException) refused).code()).isEqualTo("OOM");
  }
}
