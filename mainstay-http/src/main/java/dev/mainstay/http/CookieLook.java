package dev.mainstay.http;

import java.util.Optional;

/**
 * What a request's {@code Cookie} fields say of the session. One cookie is tried or none: which of
 * two cookies of one name comes first is up to whoever planted the second (RFC 6265bis, 5.7).
 */
public sealed interface CookieLook {

  /** The token to try, or empty for every other outcome. */
  default Optional<String> token() {
    return Optional.empty();
  }

  /** Exactly one cookie of that name, with something in it; whether a session lives is unknown. */
  record One(String value) implements CookieLook {
    @Override
    public Optional<String> token() {
      return Optional.of(value);
    }

    @Override
    public String toString() {
      return "One[…]";
    }
  }

  /** No cookie of that name, or one whose value is empty or no cookie value at all. */
  record None() implements CookieLook {}

  /**
   * Several cookies of that name, alike or not. None is tried; count these, they may be an attack.
   *
   * @param count how many there are
   */
  record Duplicate(int count) implements CookieLook {}

  /** More characters or more cookies than are read; none is tried. */
  record Oversized() implements CookieLook {}
}
