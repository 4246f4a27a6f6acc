package dev.mainstay.internal.limits;

import dev.mainstay.limits.Take;
import dev.mainstay.limits.Talker;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Who asks most in this process: the Space-Saving algorithm (Metwally, Agrawal, El Abbadi 2005) on
 * one take in {@link #SAMPLE}, so that the path of a take stays free of locks. Counts are halved
 * every minute.
 */
final class Talkers {
  private static final int SAMPLE = 16;
  private static final int COUNTERS = 256;
  private static final long HALVED = 60_000_000_000L;

  private record Who(String limit, String key) {}

  private final Map<Who, Long> counts = new HashMap<>();
  private long halved = System.nanoTime();

  void note(Take take) {
    if (ThreadLocalRandom.current().nextInt(SAMPLE) == 0) {
      count(take.limit(), take.key(), SAMPLE);
    }
  }

  synchronized void count(String limit, String key, long times) {
    Who who = new Who(limit, key);
    age(System.nanoTime());
    Long known = counts.get(who);
    if (known != null || counts.size() < COUNTERS) {
      counts.put(who, (known == null ? 0 : known) + times);
      return;
    }
    Map.Entry<Who, Long> least =
        counts.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
    counts.remove(least.getKey());
    counts.put(who, least.getValue() + times);
  }

  private void age(long now) {
    if (now - halved >= HALVED) {
      halved = now;
      counts.replaceAll((who, count) -> count / 2);
      counts.values().removeIf(count -> count == 0);
    }
  }

  synchronized List<Talker> most(String limit, int most) {
    age(System.nanoTime());
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().limit.equals(limit))
        .sorted(Map.Entry.<Who, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(most)
        .map(entry -> new Talker(limit, entry.getKey().key, entry.getValue()))
        .toList();
  }
}
