package dev.mainstay.tck.cache;

import static dev.mainstay.tck.cache.CacheCase.entryKey;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.Entry;
import dev.mainstay.spi.Entry.TagMark;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is told of an {@link Entry} is what was stored. */
public interface EntrySentences extends CacheCase {
  /** The longest time for which something is fresh. */
  Duration MONTH = Duration.ofDays(30);

  @Test
  default void anEntryKeepsItsPayload() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    byte[] large = new byte[200_000];
    new Random(1).nextBytes(large);
    for (byte[] payload : List.of(new byte[0], new byte[1], all, large)) {
      assertKept(Entry.of(payload, 1, held().now(), Duration.ofMinutes(1)));
    }
  }

  @Test
  default void anEntryKeepsItsSchema() {
    for (int schema : new int[] {0, 1, 127, 128, 254, 255}) {
      assertKept(Entry.of(new byte[] {7}, schema, held().now(), Duration.ofMinutes(1)));
      assertKept(Entry.absent(schema, held().now(), Duration.ofMinutes(1)));
    }
  }

  @Test
  default void anEntryKeepsThatThereIsNoValue() {
    Entry absent = Entry.absent(3, held().now(), Duration.ofSeconds(5));
    assertKept(absent);
    assertKept(absent.loadedIn(Duration.ofMillis(7)).tagged(List.of(new TagMark("red", 5))));
    Entry empty = Entry.of(new byte[0], 3, held().now(), Duration.ofSeconds(5));
    await(cache().put(KEY, empty, LONG));
    assertThat(((Stored.Value) stored(KEY)).entry().isAbsent()).isFalse();
  }

  @Test
  default void anEntryKeepsWhenItWasWritten() {
    for (long written : new long[] {0, 1, held().now(), held().now() + 1, 4_102_444_800_123L}) {
      assertKept(Entry.of(new byte[] {7}, 1, written, Duration.ofMinutes(1)));
    }
  }

  @Test
  default void anEntryKeepsForHowLongItIsFresh() {
    for (long millis : new long[] {0, 1, 999, 65_536, 86_399_999, MONTH.toMillis()}) {
      assertKept(Entry.of(new byte[] {7}, 1, held().now(), Duration.ofMillis(millis)));
    }
  }

  @Test
  default void anEntryKeepsHowLongItTookToLoad() {
    for (long millis : new long[] {0, 1, 255, 256, 65_534, 65_535}) {
      assertKept(entry("v").loadedIn(Duration.ofMillis(millis)));
    }
    Entry longer = entry("v").loadedIn(Duration.ofMinutes(2));
    await(cache().put(KEY, longer, LONG));
    assertThat(stored(KEY))
        .isInstanceOfSatisfying(
            Stored.Value.class,
            value ->
                assertThat(value.entry()).isEqualTo(longer.loadedIn(Duration.ofMillis(65_535))));
  }

  @Test
  default void anEntryKeepsItsTags() {
    List<TagMark> marks = new ArrayList<>();
    long moved = 0;
    for (String name : NAMES) {
      marks.add(new TagMark(name, moved));
      moved = moved * 5 + 1;
      assertKept(entry("v").tagged(List.of(new TagMark(name, moved % (1L << 53)))));
    }
    assertKept(entry("").tagged(marks.subList(0, 16)));
    Collections.reverse(marks);
    assertKept(entry("v").tagged(marks.subList(0, 16)));
    assertKept(entry("v").tagged(List.of(new TagMark("x".repeat(512), 1L << 52))));
  }

  @Test
  default void aKeyMayBeLong() {
    EntryKey key = entryKey("k".repeat(512));
    put(key, "v");
    assertNothing(entryKey("k".repeat(511)));
    put(new EntryKey("n".repeat(512), "c".repeat(512), "\ud83d\ude00".repeat(128)), "v");
  }

  private void assertKept(Entry entry) {
    await(cache().invalidate(List.of(KEY)));
    await(cache().put(KEY, entry, MONTH));
    assertThat(kept(KEY)).isEqualTo(entry);
    await(cache().invalidate(List.of(KEY)));
    assertThat(await(cache().fill(KEY, leased(KEY), entry, MONTH))).isTrue();
    assertThat(kept(KEY)).isEqualTo(entry);
    begin(KEY, 1);
    assertThat(await(cache().finish(KEY, 1, entry, MONTH))).isTrue();
    assertThat(kept(KEY)).isEqualTo(entry);
    assertThat(((Stored.Value) await(elsewhere().get(KEY))).entry()).isEqualTo(entry);
  }

  private Entry kept(EntryKey key) {
    Stored stored = stored(key);
    assertThat(stored).isInstanceOf(Stored.Value.class);
    return ((Stored.Value) stored).entry();
  }
}
