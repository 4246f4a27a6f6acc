package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nothing is done twice, nothing that was acknowledged is lost. A counter that somebody saw stands
 * between the increments that were acknowledged before he asked, and those that had begun when he
 * was answered and did not surely fail.
 */
final class CountersCount implements Invariant {
  private static final Set<Verb> SHOW = Set.of(Verb.FIND, Verb.UPDATE, Verb.ROTATE);

  private final Losses losses;

  CountersCount(Losses losses) {
    this.losses = losses;
  }

  @Override
  public String name() {
    return "counters count once";
  }

  @Override
  public String says() {
    return losses == Losses.NONE
        ? "Acknowledged increments ≤ counter ≤ acknowledged and unknown ones."
        : "Counter ≤ acknowledged and unknown increments; what a failover loses is counted.";
  }

  /** The increments of one session, by instants in order. */
  private static final class Increments {
    private final long[] acknowledged;
    private final long[] begun;

    Increments(List<Operation> updates) {
      acknowledged =
          updates.stream()
              .filter(it -> it.live().isPresent())
              .mapToLong(Operation::end)
              .sorted()
              .toArray();
      begun =
          updates.stream()
              .filter(it -> it.live().isPresent() || !it.outcome().isOk())
              .filter(it -> it.outcome().mayBeDone())
              .mapToLong(Operation::begin)
              .sorted()
              .toArray();
    }

    /** An update shows its own increment too. */
    long least(Operation look) {
      return before(acknowledged, look.begin()) + (look.verb() == Verb.UPDATE ? 1 : 0);
    }

    long most(Operation look) {
      return before(begun, look.end());
    }

    private static long before(long[] sorted, long instant) {
      int at = Arrays.binarySearch(sorted, instant);
      while (at > 0 && sorted[at - 1] == instant) {
        at--;
      }
      return at < 0 ? -at - 1 : at;
    }
  }

  @Override
  public Finding check(Evidence evidence) {
    Map<String, List<Operation>> updates = new HashMap<>();
    evidence.operations().stream()
        .filter(it -> it.verb() == Verb.UPDATE)
        .forEach(
            it ->
                updates.computeIfAbsent(it.subject().session(), any -> new ArrayList<>()).add(it));
    Map<String, Increments> increments = new HashMap<>();
    updates.forEach((session, all) -> increments.put(session, new Increments(all)));
    List<Violation> violations = new ArrayList<>();
    long looks = 0;
    long low = 0;
    for (Operation look : evidence.operations()) {
      Increments known = increments.get(look.subject().session());
      if (known == null || look.live().isEmpty() || !SHOW.contains(look.verb())) {
        continue;
      }
      looks++;
      long value = look.live().get().counter();
      boolean tooLow = value < known.least(look);
      low += tooLow ? 1 : 0;
      if (value > known.most(look) || (tooLow && losses == Losses.NONE)) {
        violations.add(
            Violation.of(
                look,
                "the counter of %s is at %d, and not within %d and %d"
                    .formatted(look.subject(), value, known.least(look), known.most(look))));
      }
    }
    return finding(looks, violations, low + " looks missed increments that were acknowledged");
  }
}
