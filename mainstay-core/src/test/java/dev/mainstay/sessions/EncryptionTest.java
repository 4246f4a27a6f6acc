package dev.mainstay.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.testing.Keys;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncryptionTest {
  private static final String TEXT = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";

  @Test
  void isAValue() {
    Encryption first = Encryption.with("k1", Keys.of(1));
    Encryption both =
        first.alsoReads("k2", Keys.of(2)).whenUnreadable(WhenUnreadable.END).readsPlain();
    assertThat(both.keys().keySet()).containsExactly("k1", "k2");
    assertThat(both.keys().get("k2").getEncoded()).isEqualTo(Keys.of(2));
    assertThat(both.whenUnreadable()).isEqualTo(WhenUnreadable.END);
    assertThat(both.isReadingPlain()).isTrue();
    assertThat(first.keys()).containsOnlyKeys("k1");
    assertThat(first.whenUnreadable()).isEqualTo(WhenUnreadable.DROP);
    assertThat(first.isReadingPlain()).isFalse();
  }

  @Test
  void copiesItsKeys() {
    byte[] key = Keys.of(1);
    Encryption encryption = Encryption.with("k1", key);
    key[0] = 9;
    assertThat(encryption.keys().get("k1").getEncoded()).isEqualTo(Keys.of(1));
  }

  @Test
  void readsAKeyFromItsText() {
    byte[] key = Encryption.keyFromBase64(TEXT);
    assertThat(key).hasSize(32);
    assertThat(Encryption.keyFromBase64(" " + TEXT + "=\n")).isEqualTo(key);
    byte[] high = Keys.of(0xfb);
    assertThat(Encryption.keyFromBase64(Base64.getEncoder().encodeToString(high))).isEqualTo(high);
    assertThat(Encryption.keyFromBase64(Base64.getUrlEncoder().encodeToString(high)))
        .isEqualTo(high);
  }

  @Test
  void refusesKeysThatAreNone() {
    for (String text : List.of("", "!", "AAAA", TEXT + "AA", TEXT + "==", "\u00e9" + TEXT)) {
      refuses(() -> Encryption.keyFromBase64(text), "encryption key: ");
    }
    refuses(() -> Encryption.with("k1", new byte[16]), "'k1': has 16 bytes, a key has 32");
    for (String id : List.of("", "a.b", "k\u00e9", "x".repeat(17), "a\"b")) {
      refuses(() -> Encryption.with(id, Keys.of(1)), "is not 1 to 16 of A-Z a-z 0-9 _ -");
    }
  }

  @Test
  void refusesKeysThatDoNotGoTogether() {
    Encryption one = Encryption.with("k1", Keys.of(1));
    refuses(() -> one.alsoReads("k1", Keys.of(2)), "'k1': is given twice");
    refuses(() -> one.alsoReads("k2", Keys.of(1)), "'k2': is the key 'k1' under another id");
    refuses(
        () -> one.alsoReads("k2", Keys.of(2)).alsoReads("k3", Keys.of(3)),
        "'k3': is one too many; 2 live at once at most");
  }

  @Test
  void itsWordsHoldNoKey() {
    Encryption encryption = Encryption.with("k1", Encryption.keyFromBase64(TEXT)).readsPlain();
    assertThat(encryption.toString()).contains("k1").doesNotContain(TEXT, "q83v", "abcdef");
    assertThatThrownBy(() -> Encryption.keyFromBase64(TEXT + TEXT))
        .message()
        .doesNotContain("q83v");
    assertThatThrownBy(() -> Encryption.keyFromBase64("!" + TEXT))
        .hasNoCause()
        .message()
        .doesNotContain("q83v");
  }

  private static void refuses(Runnable call, String words) {
    assertThatThrownBy(call::run)
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(words);
  }
}
