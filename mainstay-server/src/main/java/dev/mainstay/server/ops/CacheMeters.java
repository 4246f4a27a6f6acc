package dev.mainstay.server.ops;

import dev.mainstay.cache.CacheStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What caches count, asked at a scrape. Caches of one name, in several namespaces, are told
 * together; callers choose names, so that those beyond a bound share the word {@code other}.
 */
final class CacheMeters {
  private static final int MOST = 100;

  private final MeterRegistry registry;
  private final Map<String, Named> known = new ConcurrentHashMap<>();

  /** The caches of one name. */
  private record Named(String name, List<Supplier<CacheStats>> caches) {
    double sum(ToLongFunction<CacheStats> number) {
      return caches.stream().mapToLong(cache -> number.applyAsLong(cache.get())).sum();
    }
  }

  CacheMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  synchronized void add(String cache, Supplier<CacheStats> stats) {
    String name = known.size() < MOST || known.containsKey(cache) ? cache : Meters.OTHER;
    Named named = known.get(name);
    if (named == null) {
      named = new Named(name, new CopyOnWriteArrayList<>());
      known.put(name, named);
      register(named);
    }
    named.caches().add(stats);
  }

  private void register(Named named) {
    String reads = "Questions for a value by how they were answered";
    counter(named, "reads", reads, CacheStats::nearHits, "outcome", "near");
    counter(named, "reads", reads, CacheStats::hits, "outcome", "hit");
    counter(named, "reads", reads, CacheStats::staleServed, "outcome", "stale");
    counter(named, "reads", reads, CacheStats::misses, "outcome", "miss");
    counter(named, "loads", "Values that were loaded, or failed to be", CacheStats::loads);
    counter(named, "load.failures", "Loads that failed", CacheStats::loadFailures);
    counter(
        named,
        "refused.fills",
        "Loaded values that were not stored since something happened to the key meanwhile",
        CacheStats::refusedFills);
    counter(named, "rejected", "Entries that could not be read", CacheStats::rejected);
    counter(
        named,
        "near.evictions",
        "Values that the memory of this process had no room for",
        CacheStats::nearEvictions);
    String checks = "Hits that were compared with the store and the source";
    counter(named, "checks", checks, CacheStats::checks, "result", "ok");
    counter(named, "checks", checks, CacheStats::violations, "result", "violation");
    counter(named, "checks", checks, CacheStats::skippedChecks, "result", "skipped");
  }

  private void counter(
      Named named, String what, String about, ToLongFunction<CacheStats> number, String... tags) {
    FunctionCounter.builder("mainstay.cache." + what, named, of -> of.sum(number))
        .description(about)
        .tag("cache", named.name())
        .tags(tags)
        .register(registry);
  }
}
