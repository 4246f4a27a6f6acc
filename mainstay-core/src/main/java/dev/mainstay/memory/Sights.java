package dev.mainstay.memory;

import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Sight;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Survey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is seen of entries in memory; what an entry takes there is taken to be what it holds. */
final class Sights {
  private static final long HEAD = 24;

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

  private static long bytes(EntryKey key, KeptEntry there) {
    int name = key.key().getBytes(StandardCharsets.UTF_8).length;
    return HEAD
        + name
        + (there.stored instanceof Stored.Value value ? value.entry().payload().length : 0);
  }

  /** Of what was found some are measured, drawn at random. */
  static Survey survey(
      Map<EntryKey, KeptEntry> entries, List<EntryKey> found, int names, int measured) {
    List<EntryKey> drawn = new ArrayList<>(found);
    Collections.shuffle(drawn);
    List<EntryKey> some = drawn.subList(0, Math.min(measured, drawn.size()));
    long bytes = 0;
    for (EntryKey key : some) {
      KeptEntry there = entries.get(key);
      bytes += there == null ? 0 : bytes(key, there);
    }
    List<String> told = found.stream().limit(names).map(EntryKey::key).toList();
    return new Survey(found.size(), told, some.size(), bytes);
  }
}
