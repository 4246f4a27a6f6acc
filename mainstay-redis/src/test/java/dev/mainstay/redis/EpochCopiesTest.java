package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers whose clocks differ, or a revocation that crosses a millisecond. */
class EpochCopiesTest {
  private static final SessionPolicy POLICY = SessionPolicy.idle(Duration.ofMinutes(30));

  @Test
  void allCopiesOfAnEpochAreOneNumberWhateverTheClocksOfTheirServers() {
    try (TestRedis redis = TestRedis.start();
        RedisClient client = RedisClient.create(redis.url());
        StatefulRedisConnection<String, String> admin = client.connect();
        Mainstay revoking = Mainstay.on(RedisEngine.connect(redis.url()));
        Mainstay other = Mainstay.on(RedisEngine.connect(redis.url()))) {
      List<String> copies =
          SessionKeys.epochs("web").stream()
              .map(key -> new String(key, StandardCharsets.UTF_8))
              .toList();
      RedisCommands<String, String> redisCommands = admin.sync();
      long ahead = System.currentTimeMillis() + 60_000;
      redisCommands.set(copies.get(15), Long.toString(ahead));
      Sessions here = revoking.sessions("web", POLICY);
      Sessions there = other.sessions("web", POLICY);
      String before = there.start(SessionStart.of("ada")).token();

      here.revokeEverything();

      assertThat(copies)
          .allSatisfy(
              copy -> assertThat(redisCommands.get(copy)).isEqualTo(Long.toString(ahead + 1)));
      assertThat(there.find(before).isLive()).isFalse();
      String token = there.start(SessionStart.of("ada")).token();
      assertThat(here.find(token).isLive()).isTrue();
      assertThat(here.revokeAll("ada")).isEqualTo(1);
      assertThat(there.find(token).isLive()).isFalse();
    }
  }
}
