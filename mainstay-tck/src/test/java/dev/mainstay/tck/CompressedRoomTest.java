package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.mainstay.codec.Codec;
import dev.mainstay.errors.CodecException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What compressed bytes take that state to be far more than they are. */
class CompressedRoomTest {
  private static final Codec<byte[]> CODEC = Codec.BYTES.compressed(0);
  private static final int LENGTH = 530_000;
  private static final int STATED = 512 << 20;

  private static byte[] stating(byte[] bytes) {
    byte[] lying = Arrays.copyOf(bytes, LENGTH);
    ByteBuffer.wrap(lying).put((byte) 1).putInt(STATED);
    return lying;
  }

  @Test
  void roomIsMadeOnlyForWhatComes() {
    byte[] noise = new byte[LENGTH];
    new Random(20_261_126).nextBytes(noise);
    byte[] few = CODEC.encode(new byte[1_000]);
    byte[] many = CODEC.encode(new byte[5_000_000]);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (byte[] bytes : new byte[][] {noise, few, many}) {
      byte[] lying = stating(bytes);
      long before = threads.getCurrentThreadAllocatedBytes();
      assertThatThrownBy(() -> CODEC.decode(lying)).isInstanceOf(CodecException.class);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(STATED / 16);
    }
  }
}
