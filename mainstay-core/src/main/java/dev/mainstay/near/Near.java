package dev.mainstay.near;

import dev.mainstay.errors.InvalidValueException;
import java.time.Duration;

/**
 * That each process keeps what it read in its own memory too: values of a cache, decoded, by the
 * caller's own keys, or live sessions by their tokens. A near hit asks nobody and allocates
 * nothing. An immutable value.
 *
 * <p>What is answered so was there at some instant that is no longer ago than {@code maxAge},
 * whatever happens to the store, the network or this process meanwhile: the store says when
 * something changed, and while it does not prove that it would, nothing is answered from here.
 *
 * <p>What is kept is shared by all who ask, and so are the keys of a cache: neither is to be
 * changed. Of keys that a function spells, those that are equal are to be spelled the same.
 *
 * @param entries so many are kept, those that are used most; 1 to 10 million
 * @param maxAge 100 ms to 1 minute; alike in all processes, or who waits until nobody answers what
 *     was there before waits for too short a time. Three times within it each server is asked for
 *     its proof
 */
public record Near(int entries, Duration maxAge) {
  /** So many at most are kept. */
  public static final int MOST_ENTRIES = 10_000_000;

  /** The shortest age: each third of it servers are asked for their proofs. */
  public static final Duration SHORTEST = Duration.ofMillis(100);

  /** The longest age. */
  public static final Duration LONGEST = Duration.ofMinutes(1);

  /** Checks the bounds; a value outside of them is an {@link InvalidValueException}. */
  public Near {
    if (entries < 1 || entries > MOST_ENTRIES) {
      throw new InvalidValueException(
          "near.entries", entries + " is not within 1 to " + MOST_ENTRIES);
    }
    if (maxAge.compareTo(SHORTEST) < 0 || maxAge.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "near.maxAge", maxAge + " is not within " + SHORTEST + " to " + LONGEST);
    }
  }

  /** So many values, none answered that is older than 2 s. */
  public static Near of(int entries) {
    return new Near(entries, Duration.ofSeconds(2));
  }

  /** The same with another age. */
  public Near maxAge(Duration age) {
    return new Near(entries, age);
  }
}
