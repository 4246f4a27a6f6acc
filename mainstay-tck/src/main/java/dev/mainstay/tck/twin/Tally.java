package dev.mainstay.tck.twin;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each operation had each outcome: what a walk that found nothing has looked at. */
public final class Tally {
  private final Map<String, Integer> counts = new TreeMap<>();

  void count(String operation, String outcome) {
    counts.merge(operation + " " + outcome, 1, Integer::sum);
  }

  /** How often an operation had an outcome, as in {@code "find Live"}. */
  public int of(String pair) {
    return counts.getOrDefault(pair, 0);
  }

  /** Those of the pairs that never happened. */
  public List<String> missing(String... pairs) {
    return Arrays.stream(pairs).filter(pair -> of(pair) == 0).toList();
  }

  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    counts.forEach((pair, count) -> lines.append(String.format("%8d  %s%n", count, pair)));
    return lines.toString();
  }
}
