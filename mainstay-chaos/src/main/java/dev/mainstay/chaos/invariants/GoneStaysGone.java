package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Answer;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a revocation that nobody acknowledged: until somebody sees the session gone it
 * may be found alive or gone, in any order of those who ask at the same time. Once an answer said
 * that it is gone, nothing that begins later finds it alive, on a store that loses nothing. After a
 * failover it may come back, if its end was never acknowledged; that is counted then. One whose end
 * was acknowledged may not, and {@link RevocationsStand} says so.
 */
final class GoneStaysGone implements Invariant {
  private final Losses losses;

  GoneStaysGone(Losses losses) {
    this.losses = losses;
  }

  @Override
  public String name() {
    return "what was seen gone stays gone";
  }

  @Override
  public String says() {
    return losses == Losses.NONE
        ? "Nothing that began after a session was seen gone finds it alive."
        : "A session that was seen gone comes back only if its end was never acknowledged.";
  }

  @Override
  public Finding check(Evidence evidence) {
    Lives lives = Lives.of(evidence, Duration.ZERO);
    Map<Subject, Long> seenGone = new HashMap<>();
    List<Operation> byEnd = new ArrayList<>(evidence.operations());
    byEnd.sort(Comparator.comparingLong(Operation::end));
    for (Operation look : byEnd) {
      if (look.subject().isSession() && saysGone(look)) {
        seenGone.putIfAbsent(look.subject(), look.end());
      }
    }
    List<Violation> violations = new ArrayList<>();
    long looks = 0;
    long back = 0;
    for (Operation look : evidence.operations()) {
      long gone = seenGone.getOrDefault(look.subject(), Life.NEVER);
      if (gone >= look.begin() || look.answer().isEmpty()) {
        continue;
      }
      looks++;
      if (look.live().isEmpty()) {
        continue;
      }
      back++;
      if (losses == Losses.NONE || isAcknowledged(lives, look)) {
        violations.add(Violation.of(look, look.subject() + " lives, and had been seen gone"));
      }
    }
    return finding(looks, violations, back + " looks found one that had come back");
  }

  private static boolean isAcknowledged(Lives lives, Operation look) {
    return lives.of(look.subject()).map(life -> life.ended(look.subject())).orElse(Life.NEVER)
        < look.begin();
  }

  private static boolean saysGone(Operation look) {
    return look.answer()
        .filter(answer -> answer instanceof Answer.Gone || answer.equals(new Answer.Ended(0)))
        .isPresent();
  }
}
