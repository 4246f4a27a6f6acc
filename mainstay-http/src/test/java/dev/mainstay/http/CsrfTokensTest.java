package dev.mainstay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CsrfTokensTest {
  private static final byte[] OLD = key(1);
  private static final byte[] NEW = key(2);

  @Test
  void verifiesItsOwnTokensForTheirSessionOnly() {
    CsrfTokens tokens = CsrfTokens.signedBy(NEW);
    String token = tokens.issue("s1");
    assertThat(token).hasSize(66).matches("[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}");
    assertThat(tokens.issue("s1")).isNotEqualTo(token);
    assertThat(tokens.verify("s1", token)).isTrue();
    assertThat(tokens.verify("s2", token)).isFalse();
    assertThat(tokens.verify("", token)).isFalse();
  }

  @Test
  void refusesWhateverElse() {
    CsrfTokens tokens = CsrfTokens.signedBy(NEW);
    String token = tokens.issue("s1");
    for (String not : new String[] {null, "", ".", token + "A", token.substring(1)}) {
      assertThat(tokens.verify("s1", not)).isFalse();
    }
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(tokens.verify("s1", changed)).as("changed at %s", i).isFalse();
    }
  }

  @Test
  void rotatesKeys() {
    String before = CsrfTokens.signedBy(OLD).issue("s1");
    CsrfTokens during = CsrfTokens.signedBy(NEW, OLD);
    assertThat(during.verify("s1", before)).isTrue();
    assertThat(CsrfTokens.signedBy(NEW).verify("s1", during.issue("s1"))).isTrue();
    assertThat(CsrfTokens.signedBy(NEW).verify("s1", before)).isFalse();
  }

  @Test
  void refusesShortKeys() {
    assertThatThrownBy(() -> CsrfTokens.signedBy(new byte[31]))
        .isInstanceOf(InvalidValueException.class);
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[CsrfTokens.MIN_KEY_BYTES];
    Arrays.fill(key, (byte) fill);
    return key;
  }
}
