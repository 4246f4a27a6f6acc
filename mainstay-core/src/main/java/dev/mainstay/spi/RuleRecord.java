package dev.mainstay.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule in a catalogue.
 *
 * @param key the key that it holds for, {@code null} for all
 * @param editions it and what it was before, newest first, never empty
 * @param isGone whether the key has no rule of its own any more: from its newest edition on it goes
 *     by the one for all, and it is remembered by what the key was counted before
 */
public record RuleRecord(
    String name, @Nullable String key, List<Edition> editions, boolean isGone) {
  /** So many editions are kept; what was counted under an earlier one is forgotten. */
  public static final int EDITIONS = 16;

  /** A rule that is there. */
  public RuleRecord(String name, @Nullable String key, List<Edition> editions) {
    this(name, key, editions, false);
  }

  /** The rule now. */
  public Edition current() {
    return editions.get(0);
  }
}
