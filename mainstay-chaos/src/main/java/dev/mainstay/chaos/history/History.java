package dev.mainstay.chaos.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Every operation of every client, in the order in which they ended. It only grows, and is safe for
 * many threads. All instants are on its own clock, which begins with it.
 */
public final class History {
  private static final int SHOWN = 40;

  private final long start = System.nanoTime();
  private final int capacity;
  private final List<Operation> operations = new ArrayList<>();

  /**
   * An empty history.
   *
   * @param capacity how many operations it takes, some 200 bytes each
   */
  public History(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " is not positive");
    }
    this.capacity = capacity;
  }

  /** Nanoseconds since the history began. */
  public long now() {
    return System.nanoTime() - start;
  }

  /**
   * Adds an operation that has ended.
   *
   * @throws IllegalStateException where the history is full: what is missing proves nothing, so
   *     nothing may be missing
   */
  public synchronized void add(Operation operation) {
    if (operations.size() == capacity) {
      throw new IllegalStateException(
          "the history is full at " + capacity + " operations; give it a larger capacity");
    }
    operations.add(operation);
  }

  /** All operations so far. */
  public synchronized List<Operation> operations() {
    return List.copyOf(operations);
  }

  /**
   * What was done with a subject, for people: by begin, one operation a line. For a session these
   * are all that were about it, under any of its tokens, and around the instant also what was done
   * with its user as a whole. At most 40 lines, those nearest to the instant.
   */
  public static String excerpt(
      List<Operation> operations, Subject subject, long at, Duration around) {
    long span = around.toNanos();
    return operations.stream()
        .filter(
            it -> isOf(it, subject) || (concerns(it, subject) && it.overlaps(at - span, at + span)))
        .sorted(Comparator.comparingLong(it -> Math.abs(it.begin() - at)))
        .limit(SHOWN)
        .sorted(Comparator.comparingLong(Operation::begin))
        .map(Operation::toString)
        .collect(Collectors.joining("\n"));
  }

  /** What was done with the session, under any of its tokens. */
  private static boolean isOf(Operation operation, Subject subject) {
    return subject.isSession()
        && operation.subject().isSession()
        && operation.subject().session().equals(subject.session());
  }

  /** What was done with the user as a whole; a start is about another session. */
  private static boolean concerns(Operation operation, Subject subject) {
    return operation.subject().user().equals(subject.user())
        && operation.verb() != Verb.START
        && (!operation.subject().isSession() || !subject.isSession());
  }
}
