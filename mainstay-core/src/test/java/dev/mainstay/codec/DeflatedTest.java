package dev.mainstay.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Look;
import dev.mainstay.errors.CodecException;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.memory.MemoryEngine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that are deflated come back, and others are refused whatever they state. */
class DeflatedTest {
  private static final int ABOVE = 100;
  private static final long SEED = 20_261_126;
  private static final Codec<byte[]> CODEC = Codec.BYTES.compressed(ABOVE);

  private static byte[] text(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ("a price of tea, ".charAt(i % 16) + i / 97 % 3);
    }
    return bytes;
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(SEED).nextBytes(bytes);
    return bytes;
  }

  @Test
  void whatIsWrittenComesBackAndIsNeverMoreThanOneByteLonger() {
    for (int length : new int[] {0, 1, 4, 5, 6, 99, 100, 101, 1_000, 65_536, 1_000_000}) {
      for (byte[] bytes : new byte[][] {text(length), noise(length), new byte[length]}) {
        byte[] written = CODEC.encode(bytes);
        assertThat(CODEC.decode(written)).isEqualTo(bytes);
        assertThat(written.length).isLessThanOrEqualTo(1 + length);
        Codec<byte[]> always = Codec.BYTES.compressed(0);
        assertThat(always.decode(always.encode(bytes))).isEqualTo(bytes);
        assertThat(always.encode(bytes).length).isLessThanOrEqualTo(1 + length);
      }
    }
  }

  @Test
  void onlyWhatIsLongerIsDeflatedAndOnlyIfThatHelps() {
    assertThat(CODEC.encode(text(ABOVE))).hasSize(1 + ABOVE).startsWith((byte) 0);
    assertThat(CODEC.encode(text(10_000))).hasSizeLessThan(2_000).startsWith((byte) 1);
    assertThat(CODEC.encode(noise(10_000))).hasSize(10_001).startsWith((byte) 0);
  }

  @Test
  void aLengthThatLiesIsRefused() {
    byte[] written = CODEC.encode(text(10_000));
    for (int lie : new int[] {-1, 0, 1, 9_999, 10_001, 100_000, Integer.MAX_VALUE}) {
      byte[] lying = written.clone();
      ByteBuffer.wrap(lying).putInt(1, lie);
      assertThatThrownBy(() -> CODEC.decode(lying)).isInstanceOf(CodecException.class);
    }
    ByteBuffer.wrap(written).putInt(1, 500 << 20);
    assertThatThrownBy(() -> CODEC.decode(written)).hasMessageContaining("cannot have");
    byte[] zeros = Codec.BYTES.compressed(0).encode(new byte[5_000_000]);
    assertThat(zeros).hasSizeLessThan(30_000);
    ByteBuffer.wrap(zeros).putInt(1, 4_999_999);
    assertThatThrownBy(() -> CODEC.decode(zeros)).isInstanceOf(CodecException.class);
  }

  @Test
  void whatIsMoreThanFourTimesAsLongComesBackToo() {
    for (byte[] bytes : new byte[][] {new byte[5_000_000], text(3_000_000)}) {
      byte[] written = CODEC.encode(bytes);
      assertThat(4 * written.length).isLessThan(bytes.length);
      assertThat(CODEC.decode(written)).isEqualTo(bytes);
    }
  }

  @Test
  void whateverBytesThereAreItIsAValueOrACodecException() {
    Random random = new Random(SEED);
    byte[] written = CODEC.encode(text(1_000));
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = written.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(3) == 0 ? bytes.length + 3 : bytes.length);
      try {
        assertThat(CODEC.decode(i % 4 == 0 ? Arrays.copyOf(cut, random.nextInt(cut.length)) : cut))
            .hasSizeLessThan(1 << 20);
      } catch (CodecException expected) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10_000);
    assertThatThrownBy(() -> CODEC.decode(new byte[0])).isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> CODEC.decode(new byte[] {2, 1})).isInstanceOf(CodecException.class);
  }

  @Test
  void itsSchemaIsItsOwn() {
    assertThat(CODEC.schema()).isEqualTo(128);
    assertThat(Codec.TEXT.schema(200).compressed(1).schema()).isEqualTo(72);
    assertThat(Codec.TEXT.compressed(1).schema(7).schema()).isEqualTo(7);
    assertThat(CODEC.compressed(7)).isEqualTo(Codec.BYTES.compressed(7));
    assertThatThrownBy(() -> Codec.TEXT.compressed(-1)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void aCacheThatComesToCompressMissesAndMisreadsNothing() {
    try (Mainstay mainstay = Mainstay.on(MemoryEngine.create())) {
      Freshness freshness = Freshness.of(Duration.ofMinutes(1)).maxBytes(2_000);
      Cache<String, String> plain = mainstay.cache("c", freshness, Codec.TEXT);
      Cache<String, String> compressed =
          mainstay.cache("c", freshness, Codec.TEXT.compressed(ABOVE));
      plain.put("k", "a value");
      assertThat(compressed.look("k")).isInstanceOf(Look.Absent.class);
      String large = "tea ".repeat(5_000);
      assertThat(compressed.get("k", key -> large)).isEqualTo(large);
      assertThat(compressed.get("k", key -> "none")).isEqualTo(large);
      assertThat(plain.look("k")).isInstanceOf(Look.Absent.class);
    }
  }
}
