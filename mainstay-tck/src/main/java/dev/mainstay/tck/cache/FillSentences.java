package dev.mainstay.tck.cache;

import static dev.mainstay.tck.cache.CacheCase.entryKey;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code fill}, {@code put} and {@code drop}. */
public interface FillSentences extends CacheCase {
  @Test
  default void fillStoresWhatWasLoadedAndTheTicketIsVoidAfterwards() {
    Ticket ticket = leased(KEY);
    assertThat(fill(KEY, ticket, "v")).isTrue();
    valued(KEY, "v");
    assertVoid(KEY, ticket);
  }

  @Test
  default void fillStoresForSoLong() {
    await(cache().fill(KEY, leased(KEY, SHORT.multipliedBy(300)), entry("v"), SHORT));
    lapse(KEY);
    Ticket ticket = leased(KEY, SHORT.multipliedBy(100));
    assertThat(fill(KEY, ticket, "v")).isTrue();
    held().advance(20_000);
    valued(KEY, "v");
  }

  @Test
  default void whatWasLoadedBeforeAnInvalidationIsNeverStoredAfterIt() {
    Ticket ticket = leased(KEY);
    await(elsewhere().invalidate(List.of(KEY)));
    assertVoid(KEY, ticket);
    Ticket next = leased(KEY);
    await(elsewhere().invalidatePrefix("web", "users", "ad"));
    assertVoid(KEY, next);
    leased(KEY);
    assertVoid(KEY, ticket);
    assertVoid(KEY, next);
  }

  @Test
  default void whatWasLoadedBeforeAWriteIsNeverStoredAfterIt() {
    Ticket ticket = leased(KEY);
    await(elsewhere().begin(KEY, 1, LONG));
    assertVoid(KEY, ticket);
    finish(KEY, 1, null);
    assertVoid(KEY, ticket);
    leased(KEY);
    assertVoid(KEY, ticket);
  }

  @Test
  default void whatWasLoadedBeforeAFinishThatIsNotKnownIsNeverStoredAfterIt() {
    Ticket ticket = leased(KEY);
    finish(KEY, 1, null);
    assertVoid(KEY, ticket);
  }

  @Test
  default void whatWasLoadedBeforeAPutIsNeverStoredAfterIt() {
    Ticket ticket = leased(KEY);
    put(KEY, "v");
    assertVoid(KEY, ticket);
    await(cache().invalidate(List.of(KEY)));
    assertVoid(KEY, ticket);
  }

  @Test
  default void aTicketIsOfOneEntryOnly() {
    EntryKey other = entryKey("bob");
    Ticket ticket = leased(KEY);
    leased(other);
    assertVoid(other, ticket);
    assertThat(fill(KEY, ticket, "v")).isTrue();
  }

  @Test
  default void noTwoValuesHaveTheSameStamp() {
    Set<Long> stamps = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      stamps.add(put(KEY, "same"));
      stamps.add(put(new EntryKey("web", "other", "ada"), "same"));
      EntryKey filled = entryKey("filled " + i);
      assertThat(fill(filled, leased(filled), "same")).isTrue();
      stamps.add(valued(filled, "same").stamp());
      begin(KEY, 1);
      assertThat(finish(KEY, 1, "same")).isTrue();
      stamps.add(valued(KEY, "same").stamp());
    }
    assertThat(stamps).hasSize(80);
  }

  @Test
  default void putStoresWhateverIsThere() {
    put(KEY, "where nothing was");
    put(KEY, "where a value was");
    await(cache().invalidate(List.of(KEY)));
    leased(KEY);
    put(KEY, "where a lease was");
    begin(KEY, 1);
    put(KEY, "where others wrote");
  }

  @Test
  default void aPutMakesAWriteUnknownSoThatItDropsTheValue() {
    begin(KEY, 1);
    put(KEY, "v");
    assertThat(finish(KEY, 1, "of the write")).isFalse();
    assertNothing(KEY);
  }

  @Test
  default void dropsAValueIfItIsStillThisOne() {
    long stamp = put(KEY, "v");
    assertThat(await(cache().drop(KEY, stamp + 1))).isFalse();
    assertThat(await(cache().drop(entryKey("bob"), stamp))).isFalse();
    valued(KEY, "v");
    assertThat(await(cache().drop(KEY, stamp))).isTrue();
    assertNothing(KEY);
    assertThat(await(cache().drop(KEY, stamp))).isFalse();
  }

  @Test
  default void dropLeavesAnotherValueAndWhatIsNone() {
    long stamp = put(KEY, "v");
    put(KEY, "v");
    assertThat(await(cache().drop(KEY, stamp))).isFalse();
    valued(KEY, "v");
    begin(KEY, 1);
    assertThat(await(cache().drop(KEY, stamp))).isFalse();
    assertWritten(KEY);
    finish(KEY, 1, null);
    Ticket ticket = leased(KEY);
    assertThat(await(cache().drop(KEY, ticket.number()))).isFalse();
    assertThat(stored(KEY)).isEqualTo(new Stored.Leased(ticket.number()));
  }
}
