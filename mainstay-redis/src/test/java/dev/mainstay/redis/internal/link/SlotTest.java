package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.redis.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotTest {

  /** The check value of the cluster's specification, and keys with and without a tag. */
  @Test
  void isWhatTheSpecificationSays() {
    assertThat(slot("123456789")).isEqualTo(0x31C3 % 16_384);
    assertThat(slot("{user1000}.following")).isEqualTo(slot("{user1000}.followers"));
    assertThat(slot("foo{}{bar}")).isNotEqualTo(slot("bar"));
    assertThat(slot("foo{{bar}}zap")).isEqualTo(slot("{bar"));
    assertThat(slot("foo{bar}{zap}")).isEqualTo(slot("bar"));
  }

  @Test
  void isWhatAServerSays() {
    Random random = new Random(7);
    try (TestRedis redis = TestRedis.start("--cluster-enabled", "yes");
        RedisClient client = RedisClient.create(redis.url())) {
      var commands = client.connect(ByteArrayCodec.INSTANCE).sync();
      for (int i = 0; i < 1_000; i++) {
        byte[] key = new byte[1 + random.nextInt(20)];
        random.nextBytes(key);
        if (random.nextBoolean()) {
          key[0] = '{';
          key[key.length / 2] = '}';
        }
        assertThat(commands.clusterKeyslot(key)).isEqualTo((long) Slot.of(key));
      }
    }
  }

  private static int slot(String key) {
    return Slot.of(key.getBytes(StandardCharsets.UTF_8));
  }
}
