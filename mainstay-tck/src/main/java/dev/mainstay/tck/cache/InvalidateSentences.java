package dev.mainstay.tck.cache;

import static dev.mainstay.tck.cache.CacheCase.entryKey;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Ticket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code invalidate} and {@code invalidatePrefix}. */
public interface InvalidateSentences extends CacheCase {
  @Test
  default void invalidateDropsWhateverIsThereAndCountsIt() {
    List<EntryKey> keys =
        List.of(entryKey("v"), entryKey("leased"), entryKey("written"), entryKey("nothing"));
    put(keys.get(0), "v");
    Ticket ticket = leased(keys.get(1));
    begin(keys.get(2), 1);
    put(KEY, "stays");
    assertThat(await(cache().invalidate(keys))).isEqualTo(3);
    keys.forEach(this::assertNothing);
    assertVoid(keys.get(1), ticket);
    assertThat(finish(keys.get(2), 1, "v")).as("the write is known").isFalse();
    assertNothing(keys.get(2));
    valued(KEY, "stays");
    assertThat(await(cache().invalidate(keys))).isZero();
  }

  @Test
  default void invalidateOfNoKeysDropsNothing() {
    put(KEY, "v");
    assertThat(await(cache().invalidate(List.of()))).isZero();
    valued(KEY, "v");
  }

  @Test
  default void invalidateDropsManyKeys() {
    List<EntryKey> keys = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      keys.add(new EntryKey("web", "cache " + i % 3, "key " + i));
      await(cache().put(keys.get(i), entry("v"), LONG));
    }
    assertThat(await(elsewhere().invalidate(keys))).isEqualTo(300);
    keys.forEach(this::assertNothing);
  }

  @Test
  default void invalidatePrefixDropsEachKeyWithThePrefixAndNoOther() {
    List<String> prefixes = new ArrayList<>(NAMES);
    prefixes.add("");
    for (String prefix : prefixes) {
      for (String name : NAMES) {
        await(cache().put(entryKey(name), entry(name), LONG));
      }
      List<String> expected = NAMES.stream().filter(name -> name.startsWith(prefix)).toList();
      assertThat(await(cache().invalidatePrefix("web", "users", prefix)))
          .as("how many keys had the prefix '%s'", prefix)
          .isEqualTo(expected.size());
      for (String name : NAMES) {
        if (expected.contains(name)) {
          assertNothing(entryKey(name));
        } else {
          valued(entryKey(name), name);
        }
      }
    }
  }

  @Test
  default void invalidatePrefixDropsLeasesAndWritesToo() {
    Ticket ticket = leased(entryKey("a lease"));
    begin(entryKey("a write"), 1);
    long stamp = put(entryKey("a value"), "v");
    Ticket refresh = refreshed(entryKey("a value"), stamp).orElseThrow();
    Ticket other = leased(entryKey("b"));
    assertThat(await(elsewhere().invalidatePrefix("web", "users", "a "))).isEqualTo(3);
    assertVoid(entryKey("a lease"), ticket);
    assertVoid(entryKey("a value"), refresh);
    assertThat(finish(entryKey("a write"), 1, "v")).isFalse();
    assertNothing(entryKey("a write"));
    assertThat(fill(entryKey("b"), other, "v")).isTrue();
  }

  @Test
  default void invalidatePrefixDropsNothingOfOtherCaches() {
    List<EntryKey> others =
        List.of(
            new EntryKey("web", "user", "a"),
            new EntryKey("web", "users2", "a"),
            new EntryKey("web", "users:a", "a"),
            new EntryKey("web", "*", "a"),
            new EntryKey("*", "users", "a"),
            new EntryKey("we", "users", "a"),
            new EntryKey("web:users", "a", "a"));
    others.forEach(key -> put(key, "v"));
    for (String prefix : List.of("a", "")) {
      put(entryKey("a"), "v");
      assertThat(await(cache().invalidatePrefix("web", "users", prefix))).isOne();
    }
    others.forEach(key -> valued(key, "v"));
    assertThat(await(cache().invalidatePrefix("web", "*", ""))).isOne();
    assertThat(await(cache().invalidatePrefix("*", "users", ""))).isOne();
    assertThat(await(cache().invalidatePrefix("?", "users", ""))).isZero();
  }

  @Test
  default void invalidatePrefixFindsAllOfManyKeys() {
    for (int i = 0; i < 500; i++) {
      await(cache().put(entryKey((i % 2 == 0 ? "even " : "odd ") + i), entry("v"), LONG));
    }
    assertThat(await(cache().invalidatePrefix("web", "users", "even "))).isEqualTo(250);
    assertThat(await(cache().invalidatePrefix("web", "users", "even "))).isZero();
    assertThat(await(cache().invalidatePrefix("web", "users", ""))).isEqualTo(250);
  }
}
