package dev.mainstay.server.ops;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Meters by two words. A pair that was seen before is found without allocating. The words come from
 * our own code or have a bound of their own; all beyond it share the word {@code other}, so that no
 * caller can fill the memory.
 */
final class Meters<M> {
  static final int MOST = 128;
  static final String OTHER = "other";

  private final ConcurrentHashMap<String, ConcurrentHashMap<String, M>> known =
      new ConcurrentHashMap<>();
  private final BiFunction<String, String, M> make;
  private final int most;

  Meters(BiFunction<String, String, M> make) {
    this(MOST, make);
  }

  /** With another bound for the first word, which callers choose. */
  Meters(int most, BiFunction<String, String, M> make) {
    this.most = most;
    this.make = make;
  }

  M of(String first, String second) {
    ConcurrentHashMap<String, M> row = known.get(first);
    M meter = row == null ? null : row.get(second);
    return meter == null ? resolve(first, second) : meter;
  }

  private M resolve(String first, String second) {
    ConcurrentHashMap<String, M> row = row(first);
    String one = known.containsKey(first) ? first : OTHER;
    String two = row.size() < MOST || row.containsKey(second) ? second : OTHER;
    return row.computeIfAbsent(two, word -> make.apply(one, word));
  }

  /** One at a time, so that many who come at once do not pass the bound. */
  private synchronized ConcurrentHashMap<String, M> row(String first) {
    String one = known.size() < most || known.containsKey(first) ? first : OTHER;
    return known.computeIfAbsent(one, word -> new ConcurrentHashMap<>());
  }
}
