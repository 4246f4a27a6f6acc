package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How long nobody is served after a fault. Those who share a server are looked at together: where
 * one of three primaries is away, the other two must not hide it.
 */
final class Gaps implements Invariant {
  private final String most;
  private final Function<String, Duration> bar;
  private final Function<Operation, String> group;

  Gaps(Duration bar, Function<Operation, String> group) {
    this("%d ms".formatted(bar.toMillis()), any -> bar, group);
  }

  /**
   * @param most the bars in words
   */
  Gaps(String most, Function<String, Duration> bar, Function<Operation, String> group) {
    this.most = most;
    this.bar = bar;
    this.group = group;
  }

  @Override
  public String name() {
    return "gaps are short";
  }

  @Override
  public String says() {
    return "After a fault, no more than %s pass between two operations that are answered."
        .formatted(most);
  }

  @Override
  public Finding check(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    List<String> longest = new ArrayList<>();
    List<Map<String, Duration>> gaps = ofEach(evidence, group);
    for (int i = 0; i < gaps.size(); i++) {
      Strike strike = evidence.strikes().get(i);
      longest.add(text(strike, longest(gaps.get(i))));
      gaps.get(i)
          .forEach(
              (who, gap) -> {
                if (gap.compareTo(bar.apply(who)) > 0) {
                  String what = ("nobody is served: " + text(strike, gap) + " " + who).strip();
                  violations.add(new Violation(what, Subject.NOBODY, strike.begin()));
                }
              });
    }
    return finding(gaps.size(), violations, String.join(", ", longest));
  }

  private static String text(Strike strike, Duration gap) {
    return "%s %,d ms".formatted(strike.fault().name(), gap.toMillis());
  }

  private static Duration longest(Map<String, Duration> gaps) {
    return gaps.values().stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  /** The longest gap after each strike, until the next one, of whichever group has the longest. */
  static List<Duration> measure(Evidence evidence, Function<Operation, String> group) {
    return ofEach(evidence, group).stream().map(Gaps::longest).toList();
  }

  /** The longest gap of each group after each strike, until the next one. */
  private static List<Map<String, Duration>> ofEach(
      Evidence evidence, Function<Operation, String> group) {
    Map<String, List<Operation>> groups =
        evidence.operations().stream().collect(Collectors.groupingBy(group));
    List<Strike> strikes = evidence.strikes();
    List<Map<String, Duration>> gaps = new ArrayList<>();
    for (int i = 0; i < strikes.size(); i++) {
      long from = strikes.get(i).begin();
      long until = i + 1 < strikes.size() ? strikes.get(i + 1).begin() : evidence.end();
      Map<String, Duration> each = new TreeMap<>();
      groups.forEach(
          (who, theirs) -> each.put(who, Duration.ofNanos(longest(from, until, theirs))));
      gaps.add(each);
    }
    return gaps;
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
