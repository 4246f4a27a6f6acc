package dev.mainstay.redis.internal.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.EntryKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CacheKeysTest {
  private static final List<String> NASTY =
      List.of(
          "a:b", "a", "b:c", "c", "User1", "user1", "{", "}", "}:r", "}:n", "n", "t", "*", "?",
          "[a]", "%", "%25", "%3A", ":", "\0", "\n", " ", "", "é", "e\u0301", "😀", "a{b}c", "\\");

  @Test
  void twoThingsNeverShareAKey() {
    Set<String> keys = new HashSet<>();
    for (String namespace : NASTY) {
      for (String cache : NASTY) {
        assertThat(keys.add(text(CacheKeys.count(namespace, cache)))).isTrue();
        for (String name : NASTY) {
          EntryKey key = new EntryKey(namespace, cache, name);
          assertThat(keys.add(text(CacheKeys.entry(key)))).as("%s", key).isTrue();
          assertThat(keys.add(text(CacheKeys.refresh(key)))).as("%s", key).isTrue();
          assertThat(keys.add(text(CacheKeys.tag(namespace, cache, name)))).isTrue();
        }
      }
    }
  }

  @Test
  void theyAreSpelledSo() {
    EntryKey key = new EntryKey("web", "user:1", "a*b");
    assertThat(text(CacheKeys.entry(key))).isEqualTo("ms:c1:{web:user%3A1:a%2Ab}");
    assertThat(text(CacheKeys.refresh(key))).isEqualTo("ms:c1:{web:user%3A1:a%2Ab}:r");
    assertThat(text(CacheKeys.count("web", "users"))).isEqualTo("ms:c1:{web:users}:n");
    assertThat(text(CacheKeys.tag("web", "users", "org:7")))
        .isEqualTo("ms:c1:{web:users}:t:org%3A7");
    assertThat(text(CacheKeys.pattern("web", "users", "a*"))).isEqualTo("ms:c1:{web:users:a%2A*}");
  }

  private static String text(byte[] key) {
    return new String(key, UTF_8);
  }
}
