package dev.mainstay.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule in a catalogue.
 *
 * @param key the key that it holds for, {@code null} for all
 * @param editions it and what it was before, newest first, never empty
 */
public record RuleRecord(String name, @Nullable String key, List<Edition> editions) {
  /** So many editions are kept; what was counted under an earlier one is forgotten. */
  public static final int EDITIONS = 16;

  /** The rule now. */
  public Edition current() {
    return editions.get(0);
  }
}
