package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How long nobody is served after a fault. Those who share a server are looked at together: where
 * one of three primaries is away, the other two must not hide it.
 */
final class Gaps implements Invariant {
  private final Duration bar;
  private final Function<Operation, String> group;

  Gaps(Duration bar, Function<Operation, String> group) {
    this.bar = bar;
    this.group = group;
  }

  @Override
  public String name() {
    return "gaps are short";
  }

  @Override
  public String says() {
    return "After a fault, no more than %d ms pass between two operations that are answered."
        .formatted(bar.toMillis());
  }

  @Override
  public Finding check(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    List<String> longest = new ArrayList<>();
    List<Duration> gaps = measure(evidence, group);
    for (int i = 0; i < gaps.size(); i++) {
      Strike strike = evidence.strikes().get(i);
      String gap = "%s %,d ms".formatted(strike.fault().name(), gaps.get(i).toMillis());
      longest.add(gap);
      if (gaps.get(i).compareTo(bar) > 0) {
        violations.add(new Violation("nobody is served: " + gap, Subject.NOBODY, strike.begin()));
      }
    }
    return finding(gaps.size(), violations, String.join(", ", longest));
  }

  /** The longest gap after each strike, until the next one, of whichever group has the longest. */
  static List<Duration> measure(Evidence evidence, Function<Operation, String> group) {
    Collection<List<Operation>> groups =
        evidence.operations().stream().collect(Collectors.groupingBy(group)).values();
    List<Strike> strikes = evidence.strikes();
    List<Duration> gaps = new ArrayList<>();
    for (int i = 0; i < strikes.size(); i++) {
      long until = i + 1 < strikes.size() ? strikes.get(i + 1).begin() : evidence.end();
      gaps.add(Duration.ofNanos(longest(strikes.get(i).begin(), until, groups)));
    }
    return gaps;
  }

  private static long longest(long from, long until, Collection<List<Operation>> groups) {
    return groups.stream().mapToLong(group -> longest(from, until, group)).max().orElse(0);
  }

  /** Of the times between two answers, that part which lies after the fault. */
  private static long longest(long from, long end, List<Operation> group) {
    // Who asks no more is not kept waiting.
    long until = Math.min(end, group.stream().mapToLong(Operation::end).max().orElse(from));
    long[] answers =
        group.stream()
            .filter(it -> it.outcome().isOk() && it.end() >= from && it.end() <= until)
            .mapToLong(Operation::end)
            .sorted()
            .toArray();
    long longest = 0;
    long last = from;
    for (long answer : answers) {
      longest = Math.max(longest, answer - last);
      last = answer;
    }
    return Math.max(longest, until - last);
  }
}
