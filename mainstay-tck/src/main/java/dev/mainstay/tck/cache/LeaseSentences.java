package dev.mainstay.tck.cache;

import static dev.mainstay.tck.cache.CacheCase.entryKey;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code get}, {@code acquire}, {@code extend} and {@code release}. */
public interface LeaseSentences extends CacheCase {
  @Test
  default void getTellsOfEachStateWhatIsThere() {
    assertNothing(entryKey("absent"));
    Ticket ticket = leased(KEY);
    assertThat(stored(KEY)).isEqualTo(new Stored.Leased(ticket.number()));
    assertThat(await(elsewhere().get(KEY))).isEqualTo(new Stored.Leased(ticket.number()));
    begin(entryKey("written"), 1);
    assertWritten(entryKey("written"));
    put(entryKey("value"), "v");
    assertThat(await(elsewhere().get(entryKey("value")))).isEqualTo(stored(entryKey("value")));
  }

  @Test
  default void whateverIsThereLapses() {
    leased(entryKey("leased"), SHORT);
    await(cache().put(entryKey("put"), entry("v"), SHORT));
    await(cache().fill(entryKey("filled"), leased(entryKey("filled")), entry("v"), SHORT));
    await(cache().begin(entryKey("written"), 1, SHORT));
    begin(entryKey("finished"), 1);
    await(cache().finish(entryKey("finished"), 1, entry("v"), SHORT));
    for (String name : List.of("leased", "put", "filled", "written", "finished")) {
      lapse(entryKey(name));
    }
  }

  @Test
  default void whatLapsedIsAsAbsent() {
    EntryKey value = entryKey("value");
    EntryKey written = entryKey("written");
    await(cache().put(value, entry("v"), SHORT));
    await(cache().begin(written, 1, SHORT));
    lapse(value);
    lapse(written);
    assertThat(await(cache().invalidate(List.of(value, written)))).isZero();
    assertThat(fill(value, leased(value), "new")).isTrue();
    assertThat(fill(written, leased(written), "new")).isTrue();
  }

  @Test
  default void acquireTakesTheLeaseOnlyIfNothingIsThere() {
    Ticket ticket = leased(KEY);
    Stored.Leased seen = new Stored.Leased(ticket.number());
    assertThat(await(cache().acquire(KEY, LONG))).isEqualTo(seen);
    assertThat(await(elsewhere().acquire(KEY, LONG))).isEqualTo(seen);
    assertThat(fill(KEY, ticket, "v")).as("the lease is his still").isTrue();
    assertThat(await(cache().acquire(KEY, LONG))).isEqualTo(stored(KEY));
    valued(KEY, "v");
    begin(entryKey("written"), 1);
    assertThat(await(cache().acquire(entryKey("written"), LONG))).isEqualTo(Stored.WRITTEN);
  }

  @Test
  default void noTwoLeasesHaveTheSameNumber() {
    Set<Long> numbers = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      Ticket ticket = leased(KEY);
      numbers.add(ticket.number());
      await(cache().release(KEY, ticket));
    }
    assertThat(numbers).hasSize(50);
  }

  @Test
  default void aLeaseLapsesAndItsTicketIsVoid() {
    Ticket ticket = leased(KEY, SHORT);
    lapse(KEY);
    assertVoid(KEY, ticket);
    Ticket next = leased(KEY);
    assertVoid(KEY, ticket);
    assertThat(fill(KEY, next, "v")).isTrue();
    assertVoid(KEY, ticket);
  }

  @Test
  default void aLeaseIsHeldForSoLongFromNow() {
    Duration minute = Duration.ofMinutes(1);
    Ticket ticket = leased(KEY, minute);
    held().advance(50_000);
    assertThat(await(cache().extend(KEY, ticket, minute))).isTrue();
    held().advance(50_000);
    assertThat(stored(KEY)).isEqualTo(new Stored.Leased(ticket.number()));
    assertThat(fill(KEY, ticket, "v")).isTrue();
  }

  @Test
  default void aLeaseThatIsHeldForLessLapsesThen() {
    Ticket ticket = leased(KEY);
    assertThat(await(cache().extend(KEY, ticket, SHORT))).isTrue();
    lapse(KEY);
    assertVoid(KEY, ticket);
  }

  @Test
  default void aReleasedLeaseLeavesNothingAndItsTicketIsVoid() {
    Ticket ticket = leased(KEY);
    assertThat(await(cache().release(KEY, ticket))).isTrue();
    assertNothing(KEY);
    assertVoid(KEY, ticket);
    Ticket next = leased(KEY);
    assertVoid(KEY, ticket);
    assertThat(fill(KEY, next, "v")).isTrue();
  }

  @Test
  default void aTicketIsReadFromItsTextInAnyProcess() {
    String text = text(KEY, leased(KEY));
    assertThat(text).matches("[A-Za-z0-9-]{1,100}");
    Ticket read = elsewhere(KEY, text);
    assertThat(await(elsewhere().extend(KEY, read, LONG))).isTrue();
    assertThat(await(elsewhere().fill(KEY, read, entry("v"), LONG))).isTrue();
    long stamp = valued(KEY, "v").stamp();
    assertVoid(KEY, elsewhere(KEY, text));
    String refresh = text(KEY, refreshed(KEY, stamp).orElseThrow());
    Ticket replaces = elsewhere(KEY, refresh);
    assertThat(replaces.number()).isEqualTo(stamp);
    assertThat(await(elsewhere().release(KEY, replaces))).isTrue();
    String again = text(KEY, refreshed(KEY, stamp).orElseThrow());
    assertThat(await(elsewhere().fill(KEY, elsewhere(KEY, again), entry("new"), LONG))).isTrue();
    valued(KEY, "new");
  }

  @Test
  default void aTicketThatIsVoidIsSoByItsTextToo() {
    String text = text(KEY, leased(KEY));
    await(elsewhere().invalidate(List.of(KEY)));
    assertVoid(KEY, elsewhere(KEY, text));
    leased(KEY);
    assertVoid(KEY, elsewhere(KEY, text));
    EntryKey other = entryKey("bob");
    leased(other);
    await(elsewhere().ticket(other, text)).ifPresent(read -> assertVoid(other, read));
  }

  @Test
  default void aTicketAndItsTextAreOne() {
    Ticket ticket = leased(KEY);
    Ticket read = elsewhere(KEY, text(KEY, ticket));
    assertThat(read.number()).isEqualTo(ticket.number());
    assertThat(await(elsewhere().release(KEY, read))).isTrue();
    assertVoid(KEY, ticket);
    assertVoid(KEY, read);
  }

  @Test
  default void whatIsNoTextOfATicketIsOfNone() {
    leased(KEY);
    for (String text : List.of("-", "1", "a-b", "l-1-1", "\u0661-0", "v".repeat(100))) {
      assertThat(await(cache().ticket(KEY, text))).as(text).isEmpty();
    }
  }

  private String text(EntryKey key, Ticket ticket) {
    return await(cache().text(key, ticket)).orElseThrow();
  }

  private Ticket elsewhere(EntryKey key, String text) {
    return await(elsewhere().ticket(key, text)).orElseThrow();
  }

  @Test
  default void whatIsOfOneEntryIsOfNoOther() {
    for (String name : NAMES) {
      for (EntryKey key : likes(name)) {
        Ticket ticket = leased(key);
        assertThat(fill(key, ticket, key.toString())).as("fill of %s", key).isTrue();
      }
    }
    for (String name : NAMES) {
      likes(name).forEach(key -> valued(key, key.toString()));
    }
    assertThat(await(cache().invalidate(List.of(entryKey("a"))))).isOne();
    assertNothing(entryKey("a"));
    likes("b").forEach(this::assertNothing);
    valued(entryKey("ab"), entryKey("ab").toString());
  }

  private static List<EntryKey> likes(String name) {
    return List.of(
        entryKey(name),
        new EntryKey("web", "users:" + name, name),
        new EntryKey("web", name, "users"),
        new EntryKey(name, "users", "web"),
        new EntryKey("web:users", "users", name));
  }
}
