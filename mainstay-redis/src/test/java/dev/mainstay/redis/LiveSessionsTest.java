package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mainstay.Mainstay;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import org.junit.jupiter.api.Test;

class LiveSessionsTest {
  @Test
  void fewAreCountedAndManyEstimated() {
    try (TestRedis redis = TestRedis.start();
        RedisEngine engine = RedisEngine.connect(redis.url());
        Mainstay mainstay = Mainstay.on(engine)) {
      Sessions sessions = mainstay.sessions("web:1", SessionPolicy.DEFAULT);
      assertThat(live(engine)).isZero();
      for (int i = 0; i < 20; i++) {
        sessions.start(SessionStart.of("user-" + i / 2));
      }
      sessions.revokeAll("user-0");
      assertThat(live(engine)).isEqualTo(18);
      for (int i = 0; i < 1_982; i++) {
        sessions.start(SessionStart.of("many-" + i));
      }
      for (int i = 0; i < 15; i++) {
        live(engine);
      }
      // 2,000 of about 4,000 keys; 3,200 drawn: 15 % is more than eight standard errors.
      assertThat((double) live(engine)).isCloseTo(2_000, within(300.0));
    }
  }

  private static long live(RedisEngine engine) {
    return engine.liveSessions().toCompletableFuture().join();
  }
}
