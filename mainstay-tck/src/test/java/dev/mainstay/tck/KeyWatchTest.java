package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import org.junit.jupiter.api.Test;

class KeyWatchTest {
  private static final String WRITE =
      "redis.call('SET', 'ms:s1:{01}:a', 'x', 'PX', 100) return redis.call('DEL', ARGV[1])";

  @Test
  void findsAScriptThatTouchesTwoSlots() {
    RedisStore store = RedisStore.only();
    store.scattered();
    try (RedisClient client = RedisClient.create(store.adminUrl())) {
      var commands = client.connect().sync();
      String[] none = {};
      commands.eval(WRITE, ScriptOutputType.INTEGER, none, "ms:s1:{01}:b");
      assertThat(store.scattered()).isEmpty();
      commands.eval(WRITE, ScriptOutputType.INTEGER, none, "ms:s1:{02}:b");
      assertThat(store.scattered()).hasSize(1);
      commands.del("ms:s1:{01}:a");
    }
  }
}
