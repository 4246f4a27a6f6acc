package dev.mainstay.tck.cache;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code refresh}, and of the tickets that it gives. */
public interface RefreshSentences extends CacheCase {
  @Test
  default void refreshGivesATicketToReplaceAValue() {
    Ticket ticket = begun("old");
    Stored.Value old = valued(KEY, "old");
    assertThat(ticket.number()).isEqualTo(old.stamp());
    assertThat(stored(KEY)).as("others read on").isEqualTo(old);
    assertThat(fill(KEY, ticket, "new")).isTrue();
    assertThat(valued(KEY, "new").stamp()).isNotEqualTo(old.stamp());
    assertVoid(KEY, ticket);
  }

  @Test
  default void refreshIsForOneAtATime() {
    Ticket ticket = begun("old");
    assertThat(refreshed(KEY, ticket.number())).isEmpty();
    assertThat(await(elsewhere().refresh(KEY, ticket.number(), LONG))).isEmpty();
    assertThat(fill(KEY, ticket, "new")).isTrue();
    long stamp = valued(KEY, "new").stamp();
    assertThat(refreshed(KEY, stamp)).as("of the next value").isPresent();
  }

  @Test
  default void refreshIsForOneInSoLong() {
    long stamp = put(KEY, "old");
    Ticket first = await(cache().refresh(KEY, stamp, SHORT)).orElseThrow();
    Ticket second = lapsed(() -> refreshed(KEY, stamp));
    assertThat(refreshed(KEY, stamp)).isEmpty();
    assertThat(await(cache().extend(KEY, first, LONG))).isFalse();
    assertThat(await(cache().release(KEY, first))).isFalse();
    assertThat(refreshed(KEY, stamp)).as("the second has it still").isEmpty();
    assertThat(fill(KEY, second, "new")).isTrue();
    assertVoid(KEY, first);
    valued(KEY, "new");
  }

  @Test
  default void refreshGivesNoneWhereTheValueIsThereNoMore() {
    long stamp = put(KEY, "old");
    put(KEY, "new");
    assertThat(refreshed(KEY, stamp)).as("another value").isEmpty();
    begin(KEY, 1);
    assertThat(refreshed(KEY, stamp)).as("a write").isEmpty();
    finish(KEY, 1, null);
    assertThat(refreshed(KEY, stamp)).as("nothing").isEmpty();
    Ticket lease = leased(KEY);
    assertThat(refreshed(KEY, stamp)).as("a lease").isEmpty();
    assertThat(refreshed(KEY, lease.number())).as("the number of a lease").isEmpty();
  }

  @Test
  default void aTicketOfAValueThatWasReplacedIsVoidAndKeepsNobodyOff() {
    Ticket ticket = begun("old");
    long stamp = put(KEY, "new");
    assertVoid(KEY, ticket);
    Optional<Ticket> next = refreshed(KEY, stamp);
    assertThat(next).isPresent();
    assertVoid(KEY, ticket);
    assertThat(fill(KEY, next.get(), "newer")).isTrue();
  }

  @Test
  default void aTicketOfAValueThatIsGoneIsVoid() {
    List<Runnable> ends =
        List.of(
            () -> await(cache().invalidate(List.of(KEY))),
            () -> await(cache().invalidatePrefix("web", "users", "")),
            () -> await(cache().drop(KEY, valued(KEY, "old").stamp())),
            () -> begin(KEY, 1),
            () -> finish(KEY, 2, null));
    for (Runnable end : ends) {
      Ticket ticket = begun("old");
      end.run();
      assertVoid(KEY, ticket);
    }
  }

  @Test
  default void aTicketOfAValueThatLapsedIsVoid() {
    await(cache().put(KEY, entry("old"), Duration.ofSeconds(2)));
    Ticket ticket = refreshed(KEY, valued(KEY, "old").stamp()).orElseThrow();
    held().advance(2_000);
    lapse(KEY);
    assertVoid(KEY, ticket);
  }

  @Test
  default void aReplacedValueLivesAsLongAsItWasFilledFor() {
    Ticket ticket = begun("old");
    assertThat(await(cache().fill(KEY, ticket, entry("new"), SHORT))).isTrue();
    lapse(KEY);
  }

  @Test
  default void aRefreshIsHeldForSoLongFromNow() {
    Duration minute = Duration.ofMinutes(1);
    long stamp = put(KEY, "old");
    Ticket ticket = await(cache().refresh(KEY, stamp, minute)).orElseThrow();
    held().advance(50_000);
    assertThat(await(cache().extend(KEY, ticket, minute))).isTrue();
    held().advance(50_000);
    assertThat(refreshed(KEY, stamp)).isEmpty();
    assertThat(await(cache().extend(KEY, ticket, SHORT))).isTrue();
    lapsed(() -> refreshed(KEY, stamp));
    assertThat(stored(KEY)).as("no lease of the value").isEqualTo(valued(KEY, "old"));
  }

  @Test
  default void aReleasedRefreshLeavesTheValueThatWasToBeReplaced() {
    Ticket ticket = begun("old");
    assertThat(await(cache().release(KEY, ticket))).isTrue();
    assertThat(valued(KEY, "old").stamp()).isEqualTo(ticket.number());
    Optional<Ticket> next = refreshed(KEY, ticket.number());
    assertThat(next).isPresent();
    assertThat(await(cache().release(KEY, ticket))).isFalse();
    assertThat(refreshed(KEY, ticket.number())).isEmpty();
    assertThat(fill(KEY, next.get(), "new")).isTrue();
  }

  private Ticket begun(String payload) {
    return refreshed(KEY, put(KEY, payload)).orElseThrow();
  }
}
