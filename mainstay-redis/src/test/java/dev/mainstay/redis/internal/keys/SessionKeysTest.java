package dev.mainstay.redis.internal.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.Partition;
import dev.mainstay.spi.SessionKey;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionKeysTest {
  private static final List<String> NASTY =
      List.of(
          "a:b", "a", "b:c", "c", "User1", "user1", "{", "}", "{}", "*", "?", "%", "%25", "%3A",
          ":", "\0", "\n", " ", "", "é", "e\u0301", "😀", "urn:u:1", "a{b}c", "..", "-", "+", "~");

  @ParameterizedTest
  @ValueSource(strings = {"a", "a:b", "{x}", "%41", "\0", "é", "e\u0301", "😀", "A b", "%"})
  void spellingComesBack(String user) {
    assertThat(SessionKeys.user(SessionKeys.spell(user))).isEqualTo(user);
    assertThat(SessionKeys.spell(user)).matches("[A-Za-z0-9._~@+%-]+");
  }

  @Test
  void twoNamesNeverShareAKey() {
    Set<String> keys = new HashSet<>();
    for (String namespace : NASTY) {
      for (String user : NASTY) {
        assertThat(keys.add(new String(SessionKeys.index(namespace, user), UTF_8)))
            .as("%s / %s", namespace, user)
            .isTrue();
      }
    }
  }

  @Test
  void randomNamesComeBackToo() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      int[] points = random.ints(random.nextInt(8) + 1, 0, 0x2ff).toArray();
      String name = new String(points, 0, points.length);
      assertThat(SessionKeys.user(SessionKeys.spell(name))).isEqualTo(name);
    }
  }

  @Test
  void allOfAUserIsInOneSlot() {
    int partition = Partition.of("web", "ada");
    SessionKey key = new SessionKey("web", partition, "0123456789abcdef");
    String tag = String.format("{%02x}", partition);
    assertThat(
            List.of(
                SessionKeys.session(key), SessionKeys.end(key), SessionKeys.index("web", "ada")))
        .allSatisfy(
            bytes -> assertThat(new String(bytes, UTF_8)).startsWith("ms:s1:" + tag + ":web:"));
  }

  @Test
  void theTagsAreBalancedOverPrimaries() {
    assertThat(share(3)).isLessThan(1.10);
    assertThat(share(30)).isLessThan(1.80);
  }

  /** How many partitions the fullest of so many primaries has, against an even share. */
  private static double share(int primaries) {
    int[] partitions = new int[primaries];
    IntStream.range(0, Partition.COUNT)
        .map(partition -> slot(String.format("%02x", partition)))
        .forEach(slot -> partitions[(int) ((long) slot * primaries / 16_384)]++);
    int fullest = IntStream.of(partitions).max().orElseThrow();
    return fullest / (Partition.COUNT / (double) primaries);
  }

  /** CRC16-CCITT (XModem) modulo 16384, as the cluster specification has it. */
  private static int slot(String tag) {
    int crc = 0;
    for (byte b : tag.getBytes(UTF_8)) {
      crc ^= (b & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
    }
    return (crc & 0xffff) % 16_384;
  }
}
