package dev.mainstay.tck.twin;

import dev.mainstay.spi.Entry;
import dev.mainstay.spi.Entry.TagMark;
import dev.mainstay.spi.EntryKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a walk over a cache says, all from one seed; few of everything, so that they meet. */
final class CacheChance {
  static final List<String> TAGS = List.of("red", "a:b", "{", "\ud83d\ude00");
  static final List<String> PREFIXES = List.of("", "a", "ab", "a{", "a*", "b");

  /** The bytes of the first and the second, side by side, hold those of the third. */
  static final List<Long> WRITERS = List.of(1L, 1L << 32, 1L << 32 | 1, -1L);

  static final List<EntryKey> KEYS =
      List.of(
          new EntryKey("twin", "users", "a"),
          new EntryKey("twin", "users", "ab"),
          new EntryKey("twin", "users", "a{b}"),
          new EntryKey("twin", "other", "a"));

  private static final long WRITTEN = 4_102_444_800_000L;

  private final Random random;

  CacheChance(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T of(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Mostly the last. */
  <T> T late(List<T> all) {
    return oneIn(3) ? of(all) : all.get(all.size() - 1);
  }

  <T> List<T> some(List<T> all) {
    List<T> some = new ArrayList<>();
    for (T one : all) {
      if (oneIn(2)) {
        some.add(one);
      }
    }
    return some;
  }

  Entry entry() {
    long written = WRITTEN + below(1_000_000);
    Duration fresh = Duration.ofMillis(below(100_000));
    byte[] payload = new byte[below(20)];
    random.nextBytes(payload);
    Entry entry =
        oneIn(5)
            ? Entry.absent(below(256), written, fresh)
            : Entry.of(payload, below(256), written, fresh);
    if (oneIn(3)) {
      entry = entry.loadedIn(Duration.ofMillis(below(65_536)));
    }
    if (oneIn(3)) {
      entry =
          entry.tagged(some(TAGS).stream().map(tag -> new TagMark(tag, below(1 << 30))).toList());
    }
    return entry;
  }
}
