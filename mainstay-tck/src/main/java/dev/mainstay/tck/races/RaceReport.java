package dev.mainstay.tck.races;

import java.util.List;
import java.util.Map;

/**
 * What came of races.
 *
 * @param seed repeats them
 * @param trials how many sessions were raced for
 * @param deeds how many operations there were
 * @param overlaps how many pairs of operations on one session really overlapped in time
 * @param closeCalls how many changes overlapped with what ended their session
 * @param outcomes how often each operation had each outcome
 * @param wrongs what must not happen and did, in words
 */
public record RaceReport(
    long seed,
    int trials,
    long deeds,
    long overlaps,
    long closeCalls,
    Map<String, Integer> outcomes,
    List<String> wrongs) {
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "seed %d: %,d races, %,d operations, %,d overlaps, %,d of changes with an end%n",
            seed, trials, deeds, overlaps, closeCalls));
    outcomes.forEach((pair, count) -> text.append(String.format("%,12d  %s%n", count, pair)));
    text.append(wrongs.size()).append(" wrong");
    wrongs.stream().limit(3).forEach(wrong -> text.append(String.format("%n%s", wrong)));
    return text.toString();
  }
}
