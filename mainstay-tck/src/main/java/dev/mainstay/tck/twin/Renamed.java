package dev.mainstay.tck.twin;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Numbers of one store and those of another that must stand for the same. */
final class Renamed {
  private final TreeMap<Long, Long> names = new TreeMap<>();
  private final Map<Long, Long> back = new HashMap<>();

  /** Whether these can be the same: both are new, or were the same before. */
  boolean isSame(long expected, long actual) {
    Long known = names.putIfAbsent(expected, actual);
    Long knownBack = back.putIfAbsent(actual, expected);
    return (known == null || known == actual) && (knownBack == null || knownBack == expected);
  }

  /** The same for numbers that must be in one order. */
  boolean isSameInOrder(long expected, long actual) {
    Map.Entry<Long, Long> below = names.lowerEntry(expected);
    Map.Entry<Long, Long> above = names.higherEntry(expected);
    return isSame(expected, actual)
        && (below == null || below.getValue() < actual)
        && (above == null || above.getValue() > actual);
  }
}
