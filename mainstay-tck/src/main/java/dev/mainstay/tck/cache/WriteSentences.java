package dev.mainstay.tck.cache;

import static dev.mainstay.tck.cache.CacheCase.entryKey;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code begin} and {@code finish}. */
public interface WriteSentences extends CacheCase {
  @Test
  default void beginDropsWhateverWasThere() {
    long stamp = put(KEY, "v");
    begin(KEY, 1);
    assertWritten(KEY);
    assertThat(refreshed(KEY, stamp)).isEmpty();
    assertThat(finish(KEY, 1, null)).isFalse();
    assertNothing(KEY);
    Ticket ticket = leased(KEY);
    begin(KEY, 2);
    assertVoid(KEY, ticket);
    assertWritten(KEY);
  }

  @Test
  default void nothingCanBeFilledUntilTheWriterHasFinished() {
    begin(KEY, 1);
    assertThat(await(cache().acquire(KEY, LONG))).isEqualTo(Stored.WRITTEN);
    assertThat(await(elsewhere().acquire(KEY, LONG))).isEqualTo(Stored.WRITTEN);
    finish(KEY, 1, null);
    assertThat(fill(KEY, leased(KEY), "v")).isTrue();
  }

  @Test
  default void nothingCanBeFilledUntilEveryWriterHasFinished() {
    List<Long> writers = List.of(1L, 256L, -1L, 0L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32);
    writers.forEach(writer -> begin(KEY, writer));
    for (long writer : writers) {
      assertWritten(KEY);
      assertThat(await(cache().acquire(KEY, LONG))).isEqualTo(Stored.WRITTEN);
      assertThat(finish(KEY, writer, null)).isFalse();
    }
    assertNothing(KEY);
    leased(KEY);
  }

  @Test
  default void nothingCanBeFilledUntilMostHasPassed() {
    await(cache().begin(KEY, 1, SHORT));
    lapse(KEY);
    assertThat(fill(KEY, leased(KEY), "v")).isTrue();
  }

  @Test
  default void mostCountsFromTheLastBegin() {
    Duration minute = Duration.ofMinutes(1);
    await(cache().begin(KEY, 1, minute));
    held().advance(50_000);
    await(cache().begin(KEY, 2, minute));
    held().advance(50_000);
    assertWritten(KEY);
    assertThat(finish(KEY, 2, "of the second")).isFalse();
    assertWritten(KEY);
    assertThat(finish(KEY, 1, "of the first")).isFalse();
    assertNothing(KEY);
  }

  @Test
  default void aWriterThatBeginsTwiceIsOneWriter() {
    begin(KEY, 1);
    begin(KEY, 1);
    assertThat(finish(KEY, 1, "v")).isTrue();
    valued(KEY, "v");
  }

  @Test
  default void theOnlyWriterStoresTheEntry() {
    begin(KEY, 1);
    assertThat(finish(KEY, 1, "v")).isTrue();
    valued(KEY, "v");
    begin(KEY, 1);
    assertThat(await(cache().finish(KEY, 1, entry("w"), SHORT))).isTrue();
    lapse(KEY);
  }

  @Test
  default void ofSeveralWritersNoneStoresTheEntry() {
    begin(KEY, 1);
    begin(KEY, 2);
    begin(KEY, 3);
    assertThat(finish(KEY, 2, "second")).isFalse();
    assertWritten(KEY);
    assertThat(finish(KEY, 3, "third")).isFalse();
    assertWritten(KEY);
    assertThat(finish(KEY, 1, "first")).isFalse();
    assertNothing(KEY);
  }

  @Test
  default void whoBeganBesideAnotherStoresNothingAfterItHasFinished() {
    begin(KEY, 1);
    begin(KEY, 2);
    assertThat(finish(KEY, 1, null)).isFalse();
    begin(KEY, 2);
    assertThat(finish(KEY, 2, "second")).isFalse();
    assertNothing(KEY);
    begin(KEY, 2);
    assertThat(finish(KEY, 2, "alone")).isTrue();
    valued(KEY, "alone");
  }

  @Test
  default void whoWroteBesideOneThatIsNotKnownStoresNothing() {
    begin(KEY, 2);
    assertThat(finish(KEY, 1, "first")).isFalse();
    assertWritten(KEY);
    assertThat(finish(KEY, 2, "second")).isFalse();
    assertNothing(KEY);
  }

  @Test
  default void nothingIsThereWhereTheLastWriterHasNoEntry() {
    begin(KEY, 1);
    begin(KEY, 2);
    assertThat(finish(KEY, 1, "first")).isFalse();
    assertThat(finish(KEY, 2, null)).isFalse();
    assertNothing(KEY);
  }

  @Test
  default void aWriterThatIsNotKnownStoresNothing() {
    assertThat(finish(KEY, 1, "v")).isFalse();
    assertNothing(KEY);
    assertThat(finish(KEY, 1, null)).isFalse();
    assertNothing(KEY);
  }

  @Test
  default void aWriterThatIsNotKnownDropsWhateverIsThere() {
    put(KEY, "v");
    assertThat(finish(KEY, 1, "w")).isFalse();
    assertNothing(KEY);
    put(KEY, "v");
    assertThat(finish(KEY, 1, null)).isFalse();
    assertNothing(KEY);
    Ticket ticket = leased(KEY);
    assertThat(finish(KEY, 1, "w")).isFalse();
    assertNothing(KEY);
    assertVoid(KEY, ticket);
  }

  @Test
  default void aWriterThatTookTooLongDropsWhatWasLoadedMeanwhile() {
    await(cache().begin(KEY, 1, SHORT));
    lapse(KEY);
    assertThat(fill(KEY, leased(KEY), "of before")).isTrue();
    assertThat(finish(KEY, 1, "of the write")).isFalse();
    assertNothing(KEY);
  }

  @Test
  default void aWriterThatFinishedIsNotKnownAnyMore() {
    begin(KEY, 1);
    assertThat(finish(KEY, 1, "v")).isTrue();
    assertThat(finish(KEY, 1, "w")).isFalse();
    assertNothing(KEY);
  }

  @Test
  default void aWriteIsOfOneEntryOnly() {
    put(entryKey("bob"), "bob");
    begin(KEY, 1);
    valued(entryKey("bob"), "bob");
    begin(entryKey("bob"), 1);
    assertThat(finish(KEY, 1, "ada")).isTrue();
    assertWritten(entryKey("bob"));
    assertThat(finish(entryKey("bob"), 1, null)).isFalse();
    valued(KEY, "ada");
  }

  @Test
  default void writersOfSeveralProcessesAreOneSet() {
    begin(KEY, 1);
    await(elsewhere().begin(KEY, 2, LONG));
    assertThat(finish(KEY, 1, "v")).isFalse();
    assertThat(await(elsewhere().finish(KEY, 2, entry("w"), LONG))).isFalse();
    assertNothing(KEY);
  }
}
