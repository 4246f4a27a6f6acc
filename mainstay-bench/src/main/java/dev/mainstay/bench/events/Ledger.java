package dev.mainstay.bench.events;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was told of which session, and in which second. Safe for many threads. */
final class Ledger {
  private final Map<String, Count> counts = new HashMap<>();
  private final TreeMap<Long, Integer> seconds = new TreeMap<>();
  private long told;

  private static final class Count {
    int all;
    int unflagged;
  }

  synchronized void add(Told event) {
    Count count = counts.computeIfAbsent(event.id(), any -> new Count());
    count.all++;
    count.unflagged += event.flagged() ? 0 : 1;
    seconds.merge(event.millis() / 1_000, 1, Integer::sum);
    told++;
  }

  synchronized int sessions() {
    return counts.size();
  }

  synchronized long told() {
    return told;
  }

  /** Of how many of these sessions nothing was told. */
  synchronized long missing(Set<String> ids) {
    return ids.stream().filter(id -> !counts.containsKey(id)).count();
  }

  /** How many times a session's event was told beyond the first. */
  synchronized long duplicates() {
    return counts.values().stream().mapToLong(count -> count.all - 1L).sum();
  }

  /** How many of the duplicates were not flagged. */
  synchronized long unflagged() {
    return counts.values().stream().mapToLong(count -> Math.max(0, count.unflagged - 1L)).sum();
  }

  /** The events of each second from the first that had any to the last. */
  synchronized int[] perSecond() {
    if (seconds.isEmpty()) {
      return new int[0];
    }
    long first = seconds.firstKey();
    int[] load = new int[(int) (seconds.lastKey() - first) + 1];
    seconds.forEach((second, count) -> load[(int) (second - first)] = count);
    return load;
  }

  /** The first second that had any, since 1970; 0 where there was none. */
  synchronized long firstSecond() {
    return seconds.isEmpty() ? 0 : seconds.firstKey();
  }
}
