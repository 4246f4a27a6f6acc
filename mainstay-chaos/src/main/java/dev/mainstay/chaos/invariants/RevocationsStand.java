package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Answer;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Subject;
import dev.mainstay.chaos.history.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The one that a failover must not break. What counts as acknowledged: an answer to {@code revoke}
 * (also that there was none to end, unless nobody confirmed its token), to {@code revokeAll} for
 * sessions whose start had been answered before, a login for the session that it replaces, a
 * rotation for the token before.
 */
final class RevocationsStand implements Invariant {
  @Override
  public String name() {
    return "acknowledged revocations stand";
  }

  @Override
  public String says() {
    return "Nothing that began after a revocation was acknowledged finds the session alive.";
  }

  @Override
  public Finding check(Evidence evidence) {
    return check(evidence, any -> true);
  }

  /** Of some looks only; what they look for may have ended at any time. */
  Finding check(Evidence evidence, Predicate<Operation> which) {
    Lives lives = Lives.of(evidence, Duration.ZERO);
    List<Violation> violations = new ArrayList<>();
    long looks = 0;
    for (Operation look : evidence.operations()) {
      if (look.answer().isEmpty() || !which.test(look)) {
        continue;
      }
      Optional<Life> life = lives.of(look.subject());
      if (life.isPresent() && life.get().ended(look.subject()) < look.begin()) {
        looks++;
        if (findsAlive(look)) {
          long ago = look.begin() - life.get().ended(look.subject());
          violations.add(
              Violation.of(
                  look,
                  "%s finds %s alive, %,d ms after its end was acknowledged"
                      .formatted(look.verb(), look.subject(), ago / 1_000_000)));
        }
      }
      if (look.answer().get() instanceof Answer.Listed listed) {
        looks++;
        listed.sessions().stream()
            .filter(id -> lives.of(id).map(Life::ended).orElse(Life.NEVER) < look.begin())
            .map(id -> listed(look, id))
            .forEach(violations::add);
      }
    }
    return finding(looks, violations, "");
  }

  private static Violation listed(Operation look, String id) {
    return new Violation(
        "the list holds " + id + ", whose end was acknowledged",
        Subject.session(look.subject().user(), id),
        look.begin());
  }

  /** A revocation that ended something found it alive too. */
  private static boolean findsAlive(Operation look) {
    return look.live().isPresent()
        || (look.verb() == Verb.REVOKE && look.answer().equals(Optional.of(new Answer.Ended(1))));
  }
}
