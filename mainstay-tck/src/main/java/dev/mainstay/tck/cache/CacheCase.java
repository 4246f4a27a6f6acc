package dev.mainstay.tck.cache;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import dev.mainstay.tck.HeldEngine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the tests of caches share: an engine whose time is held, and short words for its store.
 *
 * <p>What lapses may do so on the clock of the wall, even where time is held. So a test lets it
 * lapse after {@link #SHORT} and waits until it has, and takes nothing to be there still but what
 * has minutes left.
 */
public interface CacheCase {
  /** Nothing lapses by itself in a test that has so long to live. */
  Duration LONG = Duration.ofMinutes(10);

  /** What a test lets lapse lives so long. */
  Duration SHORT = Duration.ofMillis(100);

  /** An entry. */
  EntryKey KEY = entryKey("ada");

  /** Names that are one another's prefixes, or mean something to one who matches patterns. */
  List<String> NAMES =
      List.of(
          "a",
          "ab",
          "a:b",
          "a:",
          "A",
          "{",
          "{a}",
          "}",
          "*",
          "a*",
          "?",
          "a?",
          "[ab]",
          "a[b]",
          "\\",
          "a\\",
          "%",
          "a%3A",
          " ",
          "\u0000",
          "a\u0000b",
          "\u00e9",
          "e\u0301",
          "\ud83d\ude00",
          "\ud83d\ude00b",
          "\ud83d\ude01",
          "#",
          "a#r");

  /** The engine of this test. */
  HeldEngine held();

  /** Its store. */
  default CacheStore cache() {
    return held().engine().cache();
  }

  /** The same store as another process sees it. */
  default CacheStore elsewhere() {
    return held().another().cache();
  }

  /** An entry of the cache of most tests. */
  static EntryKey entryKey(String key) {
    return new EntryKey("web", "users", key);
  }

  /** A value with a payload. */
  default Entry entry(String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    return Entry.of(bytes, 1, held().now(), Duration.ofMinutes(1));
  }

  /** What is there. */
  default Stored stored(EntryKey key) {
    return await(cache().get(key));
  }

  /** Takes a lease that is to be had. */
  default Ticket leased(EntryKey key, Duration lease) {
    Stored got = await(cache().acquire(key, lease));
    assertThat(got).as("a lease of %s", key).isInstanceOf(Stored.Vacant.class);
    return ((Stored.Vacant) got).ticket();
  }

  /** Takes a lease that is to be had for long. */
  default Ticket leased(EntryKey key) {
    return leased(key, LONG);
  }

  /** Fills for long; whether it was done. */
  default boolean fill(EntryKey key, Ticket ticket, String payload) {
    return await(cache().fill(key, ticket, entry(payload), LONG));
  }

  /** Puts a value for long; its stamp. */
  default long put(EntryKey key, String payload) {
    await(cache().put(key, entry(payload), LONG));
    return valued(key, payload).stamp();
  }

  /** The value with a payload that is there. */
  default Stored.Value valued(EntryKey key, String payload) {
    Stored stored = stored(key);
    assertThat(stored).as("what is at %s", key).isInstanceOf(Stored.Value.class);
    Stored.Value value = (Stored.Value) stored;
    assertThat(new String(value.entry().payload(), StandardCharsets.UTF_8)).isEqualTo(payload);
    return value;
  }

  /** A ticket to replace a value, for long. */
  default Optional<Ticket> refreshed(EntryKey key, long stamp) {
    return await(cache().refresh(key, stamp, LONG));
  }

  /** Begins a write that has long to finish. */
  default void begin(EntryKey key, long writer) {
    await(cache().begin(key, writer, LONG));
  }

  /** Finishes a write; what it stores, if anything, has long to live. */
  default boolean finish(EntryKey key, long writer, @Nullable String payload) {
    return await(cache().finish(key, writer, payload == null ? null : entry(payload), LONG));
  }

  /** Nothing is there. */
  default void assertNothing(EntryKey key) {
    assertThat(stored(key)).as("what is at %s", key).isEqualTo(Stored.ABSENT);
  }

  /** Somebody writes the source of it. */
  default void assertWritten(EntryKey key) {
    assertThat(stored(key)).as("what is at %s", key).isEqualTo(Stored.WRITTEN);
  }

  /** A ticket can do nothing, and nothing is changed by trying. */
  default void assertVoid(EntryKey key, Ticket ticket) {
    Stored before = stored(key);
    assertThat(fill(key, ticket, "late")).as("fill").isFalse();
    assertThat(await(cache().extend(key, ticket, SHORT))).as("extend").isFalse();
    assertThat(await(cache().release(key, ticket))).as("release").isFalse();
    assertThat(stored(key)).as("what is at %s", key).isEqualTo(before);
  }

  /** Lets something that had {@link #SHORT} to live lapse. */
  default void lapse(EntryKey key) {
    lapsed(() -> Optional.of(stored(key)).filter(Stored.ABSENT::equals));
  }

  /** Lets {@link #SHORT} pass, on whatever clock, until something is to be had. */
  default <T> T lapsed(Supplier<Optional<T>> look) {
    held().advance(2 * SHORT.toMillis());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      Optional<T> seen = look.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      assertThat(System.nanoTime()).as("it did not lapse within 30 s").isLessThan(end);
      new CompletableFuture<Boolean>()
          .completeOnTimeout(true, SHORT.toMillis() / 5, TimeUnit.MILLISECONDS)
          .join();
    }
  }
}
