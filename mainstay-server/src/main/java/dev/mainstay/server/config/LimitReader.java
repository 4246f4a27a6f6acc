package dev.mainstay.server.config;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.limits.Limit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the definitions of limits; a wrong value is told with its own line. */
final class LimitReader implements LimitWords.Given {
  private static final String NESTED = "calendar.";

  private final Values given;

  private LimitReader(Values given) {
    this.given = given;
  }

  /** The definitions by the names of their limits. */
  static Map<String, Limit> read(Values limits) {
    Map<String, Limit> all = new TreeMap<>();
    for (String name : limits.names()) {
      try {
        LimitWords.name(name, name);
      } catch (InvalidValueException e) {
        throw limits.refused(name, Values.problemOf(e));
      }
      all.put(name, limits.child(name).map(LimitReader::limit).orElseThrow());
    }
    return Map.copyOf(all);
  }

  private static Limit limit(Values given) {
    try {
      return LimitWords.read(new LimitReader(given));
    } catch (InvalidValueException e) {
      if (e.field().startsWith(NESTED)) {
        throw given
            .child("calendar")
            .orElse(given)
            .refused(e.field().substring(NESTED.length()), Values.problemOf(e));
      }
      throw LimitWords.NAMES.contains(e.field())
          ? given.refused(e.field(), Values.problemOf(e))
          : e;
    }
  }

  @Override
  public Optional<String> text(String name) {
    return given.text(name);
  }

  @Override
  public Optional<Long> whole(String name) {
    return given.whole(name, 0, Limit.MOST);
  }

  @Override
  public Optional<LimitWords.Given> parts(String name) {
    return given.child(name).map(LimitReader::new);
  }
}
