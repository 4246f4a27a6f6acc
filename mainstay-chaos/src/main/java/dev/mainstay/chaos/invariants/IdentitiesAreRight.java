package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Answer;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The worst that sessions can do. */
final class IdentitiesAreRight implements Invariant {
  private static final Set<Verb> BY_TOKEN = Set.of(Verb.FIND, Verb.UPDATE, Verb.ROTATE);

  @Override
  public String name() {
    return "identities are right";
  }

  @Override
  public String says() {
    return "No token leads to a user or a session but the one that it was given for.";
  }

  @Override
  public Finding check(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    long looks = 0;
    for (Operation look : evidence.operations()) {
      if (look.live().isPresent() && BY_TOKEN.contains(look.verb())) {
        looks++;
        Answer.Live live = look.live().get();
        if (!live.user().equals(look.subject().user())
            || !live.session().equals(look.subject().session())) {
          violations.add(
              Violation.of(look, "a token of %s leads to %s".formatted(look.subject(), live)));
        }
      }
    }
    return finding(looks, violations, "");
  }
}
