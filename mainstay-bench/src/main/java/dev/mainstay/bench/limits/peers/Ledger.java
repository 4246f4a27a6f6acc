package dev.mainstay.bench.limits.peers;

import dev.mainstay.bench.limits.rivals.Rate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who was let in, and between which instants that was decided. From these alone it says by how many
 * a limit was passed for certain: so many were let in of those that were asked after one instant
 * and answered before another, and no bucket lets in as many in all of that time. For one thread.
 */
final class Ledger {
  private record Entry(long asked, long answered) {}

  private final List<Entry> entries = new ArrayList<>();

  /** One was let in. */
  void admitted(long asked, long answered) {
    entries.add(new Entry(asked, answered));
  }

  /** The last ones gave their permits back, so they do not count. */
  void givenBack(int count) {
    entries.subList(entries.size() - count, entries.size()).clear();
  }

  /** How many were let in. */
  int admitted() {
    return entries.size();
  }

  /** By how many the limit was passed at least, in the stretch of time in which it was the most. */
  long beyond(Rate rate) {
    long most = 0;
    for (Entry first : entries) {
      List<Entry> since =
          entries.stream()
              .filter(entry -> entry.asked >= first.asked)
              .sorted(Comparator.comparingLong(Entry::answered))
              .toList();
      for (int i = 0; i < since.size(); i++) {
        long nanos = since.get(i).answered - first.asked;
        most = Math.max(most, i + 1 - rate.bound(nanos));
      }
    }
    return most;
  }
}
