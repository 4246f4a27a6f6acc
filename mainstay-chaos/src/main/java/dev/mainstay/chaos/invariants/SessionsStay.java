package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Answer;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Subject;
import dev.mainstay.chaos.history.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whoever logged in stays so. It holds of sessions that cannot expire during the run, of users who
 * do not reach their limit.
 */
final class SessionsStay implements Invariant {
  private final Losses losses;
  private final Duration late;

  SessionsStay(Losses losses, Duration late) {
    this.losses = losses;
    this.late = late;
  }

  @Override
  public String name() {
    return "sessions stay";
  }

  @Override
  public String says() {
    return "A session that nobody may have ended is found, listed and counted"
        + (losses == Losses.NONE ? "." : ", but for those that a failover loses.");
  }

  @Override
  public Finding check(Evidence evidence) {
    Lives lives = Lives.of(evidence, late);
    List<Violation> missing = new ArrayList<>();
    long looks = 0;
    for (Operation look : evidence.operations()) {
      if (look.answer().isEmpty()) {
        continue;
      }
      if (look.subject().isSession()) {
        if (lives.of(look.subject()).filter(life -> life.surelyLives(look)).isPresent()) {
          looks++;
          token(look, missing);
        }
      } else {
        looks += user(look, lives, missing);
      }
    }
    return losses == Losses.NONE
        ? finding(looks, missing, "")
        : finding(looks, List.of(), missing.size() + " looks missed one that was lost");
  }

  private static void token(Operation look, List<Violation> missing) {
    Answer answer = look.answer().orElseThrow();
    if (answer instanceof Answer.Gone || answer.equals(new Answer.Ended(0))) {
      missing.add(
          Violation.of(
              look,
              "%s: nobody ended it, and %s says %s"
                  .formatted(look.subject(), look.verb(), answer)));
    }
  }

  private static int user(Operation look, Lives lives, List<Violation> missing) {
    Map<String, Life> due =
        lives.ofUser(look.subject().user()).entrySet().stream()
            .filter(life -> life.getValue().surelyLivesAtAll(look))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Answer answer = look.answer().orElseThrow();
    if (answer instanceof Answer.Listed listed) {
      due.keySet().stream()
          .filter(id -> !listed.sessions().contains(id))
          .map(id -> new Violation("the list lacks " + id, subject(look, id), look.begin()))
          .forEach(missing::add);
    } else if (look.verb() == Verb.REVOKE_ALL
        && answer instanceof Answer.Ended ended
        && ended.sessions() < due.size()) {
      missing.add(
          Violation.of(
              look,
              "%d sessions were ended of at least %d".formatted(ended.sessions(), due.size())));
    }
    return due.size();
  }

  private static Subject subject(Operation look, String session) {
    return Subject.session(look.subject().user(), session);
  }
}
