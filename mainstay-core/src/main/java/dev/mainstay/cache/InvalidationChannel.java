package dev.mainstay.cache;

import dev.mainstay.errors.InvalidValueException;
import java.nio.charset.StandardCharsets;

/**
 * The Pub/Sub channels on which other services say that a key changed, one channel for each key. An
 * immutable value.
 *
 * <p>Mainstay's own replicas need none of it. Pub/Sub is heard by who listens just then and by
 * nobody else: what is published while the store is away, or a process is connecting again, is
 * missed, and what it was about stays cached until its time is over, unless the channel is {@link
 * #emptied}.
 *
 * @param pattern the name of a channel with {@code {key}} once where the key is, spelled as the
 *     cache spells it; up to 512 bytes of UTF-8
 * @param told whether what this process changes is published there too, key by key
 * @param emptied whether the whole cache is invalidated where messages may have been missed
 */
public record InvalidationChannel(String pattern, boolean told, boolean emptied) {
  /** What stands for the key. */
  public static final String KEY = "{key}";

  private static final int MOST_BYTES = 512;

  /** Checks the pattern; another one is an {@link InvalidValueException}. */
  public InvalidationChannel {
    int at = pattern.indexOf(KEY);
    if (at < 0 || pattern.indexOf(KEY, at + 1) >= 0) {
      throw new InvalidValueException(
          "invalidationChannel", "'" + pattern + "' does not have {key} exactly once");
    }
    if (pattern.length() == KEY.length()) {
      throw new InvalidValueException(
          "invalidationChannel", "'{key}' alone is every channel; put a name before it");
    }
    if (pattern.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new InvalidValueException(
          "invalidationChannel", "is longer than " + MOST_BYTES + " bytes");
    }
  }

  /** A channel that is heard; as in {@code cache:invalidate:{key}}. */
  public static InvalidationChannel of(String pattern) {
    return new InvalidationChannel(pattern, false, false);
  }

  /** The same, and what this process changes is published there. */
  public InvalidationChannel andTell() {
    return new InvalidationChannel(pattern, true, emptied);
  }

  /** The same, and the whole cache is invalidated where messages may have been missed. */
  public InvalidationChannel emptyWhenMissed() {
    return new InvalidationChannel(pattern, told, true);
  }

  /** What comes before the key. */
  public String before() {
    return pattern.substring(0, pattern.indexOf(KEY));
  }

  /** What comes after the key. */
  public String after() {
    return pattern.substring(pattern.indexOf(KEY) + KEY.length());
  }
}
