package dev.mainstay.cache;

import dev.mainstay.codec.Names;
import dev.mainstay.errors.InvalidValueException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value and how it is to be cached, by a loader that knows. An immutable value.
 *
 * @param value what was loaded; {@code null} where there is nothing
 * @param ttl fresh for so long, where the cache's own setting is not right for it
 * @param tags what it is invalidated by, besides its key; at most 16
 * @param stored whether it is cached at all
 */
public record Loaded<V extends @Nullable Object>(
    V value, Optional<Duration> ttl, List<String> tags, boolean stored) {
  private static final int MOST_TAGS = 16;

  /** Checks the tags and the time. */
  public Loaded {
    tags = List.copyOf(new LinkedHashSet<>(tags));
    if (tags.size() > MOST_TAGS) {
      throw new InvalidValueException(
          "tags", tags.size() + " are too many, an entry has up to " + MOST_TAGS);
    }
    tags.forEach(tag -> Names.check("tag", tag));
    if (ttl.isPresent()
        && (ttl.get().toMillis() < 1 || ttl.get().compareTo(Freshness.LONGEST) > 0)) {
      throw new InvalidValueException(
          "ttl", ttl.get() + " is not within PT0.001S to " + Freshness.LONGEST);
    }
  }

  /** A value that is cached as all of its cache are. */
  public static <V extends @Nullable Object> Loaded<V> of(V value) {
    return new Loaded<>(value, Optional.empty(), List.of(), true);
  }

  /** The same, fresh for another time. */
  public Loaded<V> ttl(Duration time) {
    return new Loaded<>(value, Optional.of(time), tags, stored);
  }

  /** The same with tags. */
  public Loaded<V> tags(String... names) {
    return new Loaded<>(value, ttl, Arrays.asList(names), stored);
  }

  /** The same, answered and not cached. */
  public Loaded<V> notStored() {
    return new Loaded<>(value, ttl, tags, false);
  }

  /** How it is to be cached; values are not told in logs. */
  @Override
  public String toString() {
    return "Loaded[ttl=" + ttl + ", tags=" + tags + ", stored=" + stored + "]";
  }
}
