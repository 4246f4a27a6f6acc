package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Subject;

/**
 * Something that may not be.
 *
 * @param what it is, in words
 * @param subject of whom or what
 * @param at when it was seen, in nanoseconds since the history began
 */
public record Violation(String what, Subject subject, long at) {
  /** What an operation saw. */
  static Violation of(Operation operation, String what) {
    return new Violation(what, operation.subject(), operation.begin());
  }
}
