package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.History;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Subject;
import java.time.Duration;
import java.util.List;

/**
 * What the checker says of a run.
 *
 * @param evidence the run
 * @param findings one for each invariant
 */
public record Verdict(Evidence evidence, List<Finding> findings) {
  private static final int SHOWN = 3;
  private static final Duration AROUND = Duration.ofMillis(500);

  /** Takes a copy. */
  public Verdict {
    findings = List.copyOf(findings);
  }

  /** Whether all of them hold. */
  public boolean holds() {
    return findings.stream().allMatch(Finding::holds);
  }

  /** All violations of all of them. */
  public List<Violation> violations() {
    return findings.stream().flatMap(finding -> finding.violations().stream()).toList();
  }

  /**
   * A report for people: what replays the run, a line for each invariant, and for the first three
   * violations of each what happened around them.
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(evidence.origin()).append('\n');
    text.append("%,d operations, %d faults\n".formatted(count(), evidence.strikes().size()));
    evidence.strikes().forEach(strike -> text.append("  ").append(describe(strike)).append('\n'));
    for (Finding finding : findings) {
      String verdict = finding.holds() ? "holds" : finding.violations().size() + " VIOLATIONS";
      text.append(
          "  %-34s %,9d opportunities  %s"
              .formatted(finding.name(), finding.opportunities(), verdict));
      text.append(finding.note().isEmpty() ? "\n" : "  (" + finding.note() + ")\n");
      finding.violations().stream().limit(SHOWN).forEach(each -> show(each, text));
    }
    return text.toString();
  }

  private String describe(Strike strike) {
    List<Operation> during =
        evidence.operations().stream()
            .filter(it -> it.overlaps(strike.begin(), strike.over()))
            .toList();
    List<Operation> struck = during.stream().filter(it -> !it.outcome().isOk()).toList();
    long failed = struck.stream().filter(it -> !it.outcome().mayBeDone()).count();
    long last = struck.stream().mapToLong(it -> it.end() - strike.end()).max().orElse(0);
    return "at %,8d ms %-12s %,6d ms; %d on their way, %d failed, %d unknown, the last %+d ms"
        .formatted(
            strike.begin() / 1_000_000,
            strike.fault().name(),
            (strike.end() - strike.begin()) / 1_000_000,
            during.stream().filter(it -> it.overlaps(strike.begin(), strike.begin())).count(),
            failed,
            struck.size() - failed,
            last / 1_000_000);
  }

  private int count() {
    return evidence.operations().size();
  }

  private void show(Violation violation, StringBuilder text) {
    text.append("    at %,.3f ms %s\n".formatted(violation.at() / 1e6, violation.what()));
    if (violation.subject().equals(Subject.NOBODY)) {
      return;
    }
    History.excerpt(evidence.operations(), violation.subject(), violation.at(), AROUND)
        .lines()
        .forEach(line -> text.append("      ").append(line).append('\n'));
  }
}
