package dev.mainstay.internal.sessions.sealing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The vectors of c2sp.org/XAES-256-GCM. {@code -Dmainstay.trials=1000000} for its longest one. */
class XaesTest {
  private static final int TRIALS = Integer.getInteger("mainstay.trials", 10_000);
  private static final byte[] NONCE = "ABCDEFGHIJKLMNOPQRSTUVWX".getBytes(US_ASCII);
  private static final byte[] MESSAGE = "XAES-256-GCM".getBytes(US_ASCII);

  @Test
  void sealsAsPublishedWhereTheFirstBitOfLIsZero() {
    assertThat(sealed(1, "")).isEqualTo("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
  }

  @Test
  void sealsAsPublishedWhereTheFirstBitOfLIsOne() {
    assertThat(sealed(3, "c2sp.org/XAES-256-GCM"))
        .isEqualTo("986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
  }

  private static String sealed(int key, String context) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) key);
    byte[] sealed = xaes(bytes).seal(NONCE, context.getBytes(US_ASCII), MESSAGE);
    assertThat(xaes(bytes).open(context.getBytes(US_ASCII), sealed)).isEqualTo(MESSAGE);
    return HexFormat.of().formatHex(sealed, NONCE.length, sealed.length);
  }

  @Test
  void sealsManyAtRandomAsPublished() {
    Shake128 random = new Shake128();
    Shake128 sum = new Shake128();
    for (int i = 0; i < TRIALS; i++) {
      Xaes xaes = xaes(random.give(32));
      byte[] nonce = random.give(24);
      byte[] message = random.give(random.give(1)[0] & 0xff);
      byte[] context = random.give(random.give(1)[0] & 0xff);
      byte[] sealed = xaes.seal(nonce, context, message);
      assertThat(xaes.open(context, sealed)).isEqualTo(message);
      sum.take(Arrays.copyOfRange(sealed, nonce.length, sealed.length));
    }
    String published =
        TRIALS == 1_000_000
            ? "2163ae1445985a30b60585ee67daa55674df06901b890593e824b8a7c885ab15"
            : "e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939";
    assertThat(HexFormat.of().formatHex(sum.give(32))).isEqualTo(published);
  }

  @Test
  void itsRandomBeginsAsPublished() {
    assertThat(HexFormat.of().formatHex(new Shake128().give(16)))
        .isEqualTo("7f9c2ba4e88f827d616045507605853e");
  }

  @Test
  void opensNothingElse() {
    Xaes xaes = xaes(new byte[32]);
    byte[] sealed = xaes.seal(NONCE, MESSAGE, MESSAGE);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(xaes.open(MESSAGE, flipped)).as("bit %d", bit).isNull();
    }
    for (int length = 0; length < sealed.length; length++) {
      assertThat(xaes.open(MESSAGE, Arrays.copyOf(sealed, length))).as("%d bytes", length).isNull();
    }
    assertThat(xaes.open(NONCE, sealed)).isNull();
    assertThat(xaes(Arrays.copyOf(NONCE, 32)).open(MESSAGE, sealed)).isNull();
  }

  private static Xaes xaes(byte[] key) {
    return new Xaes(new SecretKeySpec(key, "AES"));
  }
}
