package dev.mainstay.redis.internal.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.spi.Entry;
import dev.mainstay.spi.Entry.TagMark;
import dev.mainstay.spi.Stored;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryBytesTest {
  private static final long NOW = 4_102_444_800_123L;
  private static final byte[] PAYLOAD = "payload".getBytes(UTF_8);

  static Stream<Entry> entries() {
    Entry plain = Entry.of(PAYLOAD, 7, NOW, Duration.ofMinutes(5));
    return Stream.of(
        plain,
        Entry.of(new byte[0], 0, 0, Duration.ZERO),
        Entry.of(PAYLOAD, 255, (1L << 48) - 1, Duration.ofDays(30)),
        Entry.absent(255, NOW, Duration.ofMillis(1)),
        plain.loadedIn(Duration.ofMillis(65_535)),
        plain.tagged(List.of(new TagMark("org:7", 1), new TagMark("😀", (1L << 53) - 1))),
        Entry.absent(1, NOW, Duration.ofDays(1)).tagged(List.of(new TagMark("", -1))),
        plain.tagged(IntStream.range(0, 255).mapToObj(i -> new TagMark("t" + i, i)).toList()));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void whatIsWrittenIsRead(Entry entry) {
    for (long stamp : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      byte[] bytes = EntryBytes.value(entry, stamp);
      assertThat(EntryBytes.read(bytes)).isEqualTo(new Stored.Value(entry, stamp));
    }
  }

  @Test
  void aLeaseAndAWriteAreRead() {
    assertThat(EntryBytes.read(EntryBytes.lease(-3))).isEqualTo(new Stored.Leased(-3));
    assertThat(EntryBytes.read(new byte[] {'T', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9}))
        .isEqualTo(Stored.WRITTEN);
  }

  @Test
  void aValueWithoutTagsTakes24Bytes() {
    byte[] bytes = EntryBytes.value(Entry.of(PAYLOAD, 1, NOW, Duration.ofDays(30)), 1);
    assertThat(bytes).hasSize(PAYLOAD.length + 24);
  }

  @Test
  void loadTimesAreCapped() {
    Entry slow = Entry.of(PAYLOAD, 1, NOW, Duration.ofDays(1)).loadedIn(Duration.ofHours(1));
    assertThat(EntryBytes.read(EntryBytes.value(slow, 1)))
        .isEqualTo(new Stored.Value(slow.loadedIn(Duration.ofMillis(65_535)), 1));
  }

  @Test
  void foreignBytesAreToldApart() {
    byte[] ours = EntryBytes.value(Entry.of(PAYLOAD, 1, NOW, Duration.ofDays(1)), 1);
    for (String foreign : List.of("", "V", "V\1", "{\"a\":1}", "T\1\0\0a", "L\1\0\0", "\0\1\0\0")) {
      assertThat(EntryBytes.read(foreign.getBytes(UTF_8))).as(foreign).isNull();
    }
    byte[] later = ours.clone();
    later[1] = 2;
    byte[] flagged = ours.clone();
    flagged[2] = 4;
    byte[] absent = ours.clone();
    absent[2] = 1;
    assertThat(EntryBytes.read(later)).as("of a later version").isNull();
    assertThat(EntryBytes.read(flagged)).as("with a flag of a later version").isNull();
    assertThat(EntryBytes.read(absent)).as("absent with a payload").isNull();
  }

  @Test
  void whatIsCutOffOrDamagedNeverThrows() {
    Random random = new Random(11);
    List<byte[]> whole = entries().map(entry -> EntryBytes.value(entry, 5)).toList();
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = whole.get(random.nextInt(whole.size())).clone();
      for (int j = random.nextInt(4); j > 0; j--) {
        bytes[random.nextInt(Math.min(bytes.length, 40))] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      assertThatCode(() -> EntryBytes.read(cut)).doesNotThrowAnyException();
    }
  }

  @Test
  void moreTagsThanThereIsRoomForAreRefused() {
    Entry plain = Entry.of(PAYLOAD, 7, NOW, Duration.ofMinutes(5));
    Entry many =
        plain.tagged(IntStream.range(0, 256).mapToObj(i -> new TagMark("t" + i, i)).toList());
    Entry big = plain.tagged(List.of(new TagMark("t".repeat(65_536), 1)));
    assertThatThrownBy(() -> EntryBytes.value(many, 1)).hasMessageContaining("256 tags");
    assertThatThrownBy(() -> EntryBytes.value(big, 1)).hasMessageContaining("65536");
  }
}
