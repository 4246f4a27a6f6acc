package dev.mainstay.memory;

import dev.mainstay.spi.Entry.TagMark;
import dev.mainstay.spi.Moves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the tags of one cache stand; under the lock of its store. */
final class TagCount {
  /** Longer than any entry lives, so that no tag is forgotten while an entry has it. */
  private static final long LIFE = Duration.ofDays(60).toMillis();

  private static final int SWEEP = 1_024;

  private record Tag(long moved, long until) {}

  private final Map<String, Tag> tags = new HashMap<>();
  private long count;
  private int sweepAt = SWEEP;

  /** One that begins to count. */
  TagCount(long count) {
    this.count = count;
  }

  Moves moves(List<String> names, long now) {
    List<Long> moved = new ArrayList<>();
    for (String name : names) {
      Tag tag = tags.get(name);
      moved.add(tag == null || now > tag.until ? count : tag.moved);
      keep(name, moved.get(moved.size() - 1), now);
    }
    return new Moves(count, List.copyOf(moved));
  }

  /** The count at a tag's last move; empty where it is not known. */
  Optional<Long> moved(String name, long now) {
    return Optional.ofNullable(tags.get(name)).filter(tag -> now <= tag.until).map(Tag::moved);
  }

  /** Whether a tag stands where an entry has it; a tag that is not known stays so. */
  boolean stands(TagMark mark, long now) {
    return moved(mark.tag(), now).orElse(count) == mark.moved();
  }

  void move(List<String> names, long now) {
    count++;
    names.forEach(name -> keep(name, count, now));
  }

  private void keep(String name, long moved, long now) {
    tags.put(name, new Tag(moved, now + LIFE));
    if (tags.size() > sweepAt) {
      tags.values().removeIf(tag -> now > tag.until);
      sweepAt = 2 * tags.size() + SWEEP;
    }
  }
}
