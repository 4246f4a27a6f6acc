package dev.mainstay.tck.cache;

import static dev.mainstay.tck.cache.CacheCase.entryKey;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.Entry;
import dev.mainstay.spi.Entry.TagMark;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Moves;
import dev.mainstay.spi.Sight;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Survey;
import dev.mainstay.spi.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What operators see of entries, and that it changes nothing. */
public interface InspectSentences extends CacheCase {
  @Test
  default void inspectSeesWhatIsThereWithoutItsValue() {
    assertThat(seen(KEY)).isEqualTo(Sight.ABSENT);
    Ticket ticket = leased(KEY);
    assertThat(seen(KEY)).isInstanceOf(Sight.Leased.class);
    fill(KEY, ticket, "payload");
    Sight.Value value = value(KEY);
    Stored.Value stored = valued(KEY, "payload");
    assertThat(value.head()).isEqualTo(stored.entry().withoutPayload());
    assertThat(value.payload()).isEqualTo("payload".length());
    assertThat(value.stamp()).isEqualTo(stored.stamp());
    begin(KEY, 1);
    begin(KEY, 2);
    assertThat(seen(KEY))
        .isInstanceOfSatisfying(
            Sight.Written.class, written -> assertThat(written.writers()).isEqualTo(2));
  }

  @Test
  default void inspectSeesWhatALargeValueIs() {
    List<TagMark> marks =
        NAMES.stream().limit(15).map(name -> new TagMark(name, 1L << 52)).toList();
    byte[] payload = new byte[200_000];
    Entry entry =
        Entry.of(payload, 7, held().now(), Duration.ofDays(1))
            .loadedIn(Duration.ofMillis(9))
            .tagged(marks);
    await(cache().put(KEY, entry, LONG));
    assertThat(value(KEY).head()).isEqualTo(entry.withoutPayload());
    assertThat(value(KEY).payload()).isEqualTo(payload.length);
    assertThat(value(KEY).room().bytes()).isGreaterThan(payload.length);
    Entry absent = Entry.absent(3, held().now(), Duration.ofSeconds(5));
    await(cache().put(KEY, absent, LONG));
    assertThat(value(KEY).head()).isEqualTo(absent);
    assertThat(value(KEY).payload()).isZero();
  }

  @Test
  default void inspectSeesForHowLongItIsKeptAndProlongsNothing() {
    put(KEY, "v");
    assertThat(value(KEY).room().left()).isBetween(LONG.minusMinutes(1), LONG.plusSeconds(1));
    Duration past = Duration.ofMinutes(3);
    held().advance(past.toMillis());
    for (int i = 0; i < 3; i++) {
      assertThat(value(KEY).room().left())
          .isBetween(LONG.minus(past).minusMinutes(1), LONG.minus(past).plusSeconds(1));
    }
  }

  @Test
  default void whoHoldsATicketHoldsItStillAfterInspect() {
    Ticket ticket = leased(KEY);
    seen(KEY);
    assertThat(fill(KEY, ticket, "v")).isTrue();
    Ticket again = refreshed(KEY, valued(KEY, "v").stamp()).orElseThrow();
    seen(KEY);
    assertThat(fill(KEY, again, "w")).isTrue();
    begin(KEY, 1);
    seen(KEY);
    assertThat(finish(KEY, 1, "x")).isTrue();
  }

  @Test
  default void inspectSeesWhichTagsStand() {
    Moves moves = await(cache().moves("web", "users", List.of("red", "blue")));
    List<TagMark> marks =
        List.of(
            new TagMark("red", moves.moved().get(0)), new TagMark("blue", moves.moved().get(1)));
    await(cache().put(KEY, entry("v").tagged(marks), LONG));
    assertThat(value(KEY).stand()).containsExactly(true, true);
    await(cache().move("web", "users", List.of("blue")));
    assertThat(value(KEY).stand()).containsExactly(true, false);
  }

  @Test
  default void aTagThatIsNotKnownIsSoAfterInspect() {
    await(cache().moves("web", "users", List.of("red")));
    await(cache().put(KEY, entry("v").tagged(List.of(new TagMark("blue", -1))), LONG));
    assertThat(value(KEY).stand()).containsExactly(false);
    await(cache().move("web", "users", List.of("red")));
    Moves then = await(cache().moves("web", "users", List.of("blue")));
    assertThat(then.moved()).as("it stands where the cache does now").containsExactly(then.count());
  }

  @Test
  default void aSurveyFindsWhateverIsThereWithThePrefix() {
    for (String name : NAMES) {
      put(entryKey(name), "v");
    }
    leased(entryKey("lease"));
    begin(entryKey("write"), 1);
    await(cache().put(new EntryKey("web", "others", "a"), entry("v"), LONG));
    await(cache().put(new EntryKey("shop", "users", "a"), entry("v"), LONG));
    await(cache().moves("web", "users", List.of("a")));
    refreshed(entryKey("a"), valued(entryKey("a"), "v").stamp());
    assertThat(survey("", 1_000).entries()).isEqualTo(NAMES.size() + 2L);
    assertThat(survey("", 1_000).names()).containsAll(NAMES).contains("lease", "write");
    for (String prefix : NAMES) {
      Set<String> expected =
          Set.copyOf(NAMES.stream().filter(name -> name.startsWith(prefix)).toList());
      assertThat(Set.copyOf(survey(prefix, 1_000).names())).as(prefix).isEqualTo(expected);
    }
  }

  @Test
  default void aSurveyTellsNoMoreNamesThanItIsAskedFor() {
    for (int i = 0; i < 50; i++) {
      put(entryKey("k" + i), "v");
    }
    for (int most : new int[] {0, 1, 7, 50, 51}) {
      Survey survey = survey("k", most);
      assertThat(survey.names()).hasSize(Math.min(most, 50)).doesNotHaveDuplicates();
      assertThat(survey.entries()).isEqualTo(50);
      Survey unmeasured = await(cache().survey("web", "users", "k", most, 0));
      assertThat(unmeasured.names()).hasSize(Math.min(most, 50));
      assertThat(unmeasured.measured()).isZero();
    }
  }

  @Test
  default void aSurveyMeasuresNoMoreThanItIsAskedTo() {
    for (int i = 0; i < 50; i++) {
      put(entryKey("k" + i), "v".repeat(1_000));
    }
    for (int most : new int[] {0, 1, 7, 50, 51}) {
      Survey survey = await(cache().survey("web", "users", "k", 1, most));
      assertThat(survey.measured()).isEqualTo(Math.min(most, 50));
      assertThat(survey.bytes()).isBetween(1_000L * survey.measured(), 2_000L * survey.measured());
    }
  }

  private Survey survey(String prefix, int names) {
    return await(cache().survey("web", "users", prefix, names, 10));
  }

  private Sight seen(EntryKey key) {
    return await(cache().inspect(key));
  }

  private Sight.Value value(EntryKey key) {
    Sight sight = seen(key);
    assertThat(sight).isInstanceOf(Sight.Value.class);
    return (Sight.Value) sight;
  }
}
