package dev.mainstay.memory;

import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Sight;
import dev.mainstay.spi.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is seen of entries in memory; what an entry takes there is taken to be what it holds. */
final class Sights {
  private static final int HEAD = 24;

  private Sights() {}

  static Sight of(EntryKey key, KeptEntry there, long now, @Nullable TagCount tags) {
    Sight.Room room =
        new Sight.Room(bytes(key, there), Duration.ofMillis(there.until - now), Optional.empty());
    if (there.stored instanceof Stored.Value value) {
      return value(room, value, tags, now);
    }
    return there.isLeased()
        ? new Sight.Leased(room)
        : new Sight.Written(room, there.writers.size());
  }

  private static Sight value(
      Sight.Room room, Stored.Value value, @Nullable TagCount tags, long now) {
    Entry entry = value.entry();
    List<Boolean> stand =
        entry.tags().stream().map(mark -> tags != null && tags.stands(mark, now)).toList();
    return new Sight.Value(
        room, entry.withoutPayload(), entry.payload().length, value.stamp(), stand);
  }

  static long bytes(EntryKey key, KeptEntry there) {
    int name = key.key().getBytes(StandardCharsets.UTF_8).length;
    return HEAD
        + name
        + (there.stored instanceof Stored.Value value ? value.entry().payload().length : 0);
  }
}
