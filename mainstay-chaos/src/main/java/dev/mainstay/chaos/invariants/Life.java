package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Answer;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When a session began and ended, as far as its clients can know. */
final class Life {
  static final long NEVER = Long.MAX_VALUE;

  private final long startBegin;
  private final long startEnd;
  private final Ends ends = new Ends();
  private final Map<Integer, Ends> tokens = new HashMap<>();

  private Life(long startBegin, long startEnd) {
    this.startBegin = startBegin;
    this.startEnd = startEnd;
  }

  static Life of(Operation start) {
    return new Life(start.begin(), start.end());
  }

  /** What ended something, or may have. Of the latter the first two: one may be who asks. */
  private static final class Ends {
    private static final int ENOUGH = 2;

    private final List<Operation> possible = new ArrayList<>(ENOUGH);
    private long acknowledged = NEVER;

    /** Is told in the order of their begin. */
    void note(Operation operation, boolean surely) {
      if (operation.outcome().mayBeDone() && possible.size() < ENOUGH) {
        possible.add(operation);
      }
      if (surely) {
        acknowledged = Math.min(acknowledged, operation.end());
      }
    }

    long beginOfOther(Operation asking) {
      return possible.stream()
          .filter(it -> !it.equals(asking))
          .mapToLong(Operation::begin)
          .findFirst()
          .orElse(NEVER);
    }
  }

  /**
   * Something that is about this session, or about its user as a whole.
   *
   * @param late how many nanoseconds after its client gave up it may still be done
   */
  void note(Operation operation, long late) {
    switch (operation.verb()) {
      case REVOKE -> revoked(operation);
      case LOGIN -> ends.note(operation, operation.live().isPresent());
      case REVOKE_ALL -> {
        if (!isOverBeforeStart(operation, late)) {
          ends.note(operation, operation.outcome().isOk() && operation.begin() > startEnd);
        }
      }
      case ROTATE -> endsOf(operation).note(operation, operation.live().isPresent());
      case START, FIND, UPDATE, LIST -> {
        // These end nothing.
      }
    }
  }

  /**
   * That there was none to end says so of the session too, unless its token came with a rotation
   * that nobody confirmed: where a failover undoes that one, another token leads to the session.
   */
  private void revoked(Operation revoke) {
    boolean answered = revoke.outcome().isOk();
    boolean ended = answered && !revoke.answer().equals(Optional.of(new Answer.Ended(0)));
    ends.note(revoke, ended || (answered && isConfirmed(revoke.subject().token())));
    endsOf(revoke).note(revoke, answered);
  }

  private boolean isConfirmed(int token) {
    Ends before = tokens.get(token - 1);
    return token == 0 || (before != null && before.acknowledged != NEVER);
  }

  private Ends endsOf(Operation operation) {
    return tokens.computeIfAbsent(operation.subject().token(), any -> new Ends());
  }

  private boolean isOverBeforeStart(Operation operation, long late) {
    long over = operation.outcome().isOk() ? operation.end() : operation.end() + late;
    return over < startBegin;
  }

  /** From when on it is acknowledged that the token is dead; {@link #NEVER} where it is not. */
  long ended(Subject subject) {
    return Math.min(ended(), token(subject).acknowledged);
  }

  /** From when on it is acknowledged that the session is dead. */
  long ended() {
    return ends.acknowledged;
  }

  /** Whether the token surely led to a live session, all the time until this operation. */
  boolean surelyLives(Operation operation) {
    return surelyLivesAtAll(operation)
        && token(operation.subject()).beginOfOther(operation) > operation.end();
  }

  /** Whether the session surely lived, under some token, all the time until this operation. */
  boolean surelyLivesAtAll(Operation operation) {
    return startEnd < operation.begin() && ends.beginOfOther(operation) > operation.end();
  }

  private Ends token(Subject subject) {
    return tokens.getOrDefault(subject.token(), new Ends());
  }
}
