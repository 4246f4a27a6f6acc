package dev.mainstay.server.ops;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Meters by two words. A pair that was seen before is found without allocating. The words come from
 * our own code; should one not, then all beyond a bound share the word {@code other}, so that no
 * caller can fill the memory.
 */
final class Meters<M> {
  static final int MOST = 128;
  static final String OTHER = "other";

  private final ConcurrentHashMap<String, ConcurrentHashMap<String, M>> known =
      new ConcurrentHashMap<>();
  private final BiFunction<String, String, M> make;

  Meters(BiFunction<String, String, M> make) {
    this.make = make;
  }

  M of(String first, String second) {
    ConcurrentHashMap<String, M> row = known.get(first);
    M meter = row == null ? null : row.get(second);
    return meter == null ? resolve(first, second) : meter;
  }

  private M resolve(String first, String second) {
    String one = known.size() < MOST || known.containsKey(first) ? first : OTHER;
    ConcurrentHashMap<String, M> row =
        known.computeIfAbsent(one, word -> new ConcurrentHashMap<>());
    String two = row.size() < MOST || row.containsKey(second) ? second : OTHER;
    return row.computeIfAbsent(two, word -> make.apply(one, word));
  }
}
