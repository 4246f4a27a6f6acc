package dev.mainstay.server.config;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.Durations;
import dev.mainstay.http.Ids;
import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.OnSilence;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Rules of limits in the words that the configuration and the HTTP API share. */
public final class LimitWords {
  /** What a rule may say. */
  public static final Set<String> NAMES =
      Set.of(
          "algorithm",
          "permits",
          "per",
          "burst",
          "calendar",
          "within",
          "onSilence",
          "mode",
          "revision");

  /** What a rule may say of its calendar. */
  public static final Set<String> CALENDAR = Set.of("unit", "zone");

  /** What paths of the API are called beside limits. */
  private static final Set<String> RESERVED = Set.of("take", "settle");

  private static final String FIELD = "limit.";

  private LimitWords() {}

  /** What somebody says of a rule; a value of the wrong kind is refused by its name. */
  public interface Given {
    /** A text. */
    Optional<String> text(String name);

    /** A whole number. */
    Optional<Long> whole(String name);

    /** What is said in one value of several parts. */
    Optional<Given> parts(String name);
  }

  /** The rule; what is wrong is refused by its name, as in {@code permits}. */
  public static Limit read(Given given) {
    Algorithm algorithm =
        given
            .text("algorithm")
            .map(text -> word("algorithm", Algorithm.class, text))
            .orElse(Algorithm.GCRA);
    Optional<CalendarWindow> calendar = given.parts("calendar").map(LimitWords::calendar);
    long permits = given.whole("permits").orElseThrow(() -> missing("permits"));
    try {
      return new Limit(
          algorithm,
          permits,
          per(given, calendar),
          given.whole("burst").orElse(algorithm.isPaced() ? permits : 0),
          calendar.orElse(null),
          given.text("within").orElse(null),
          given
              .text("onSilence")
              .map(text -> word("onSilence", OnSilence.class, text))
              .orElse(OnSilence.PASS),
          given.text("mode").map(text -> word("mode", Mode.class, text)).orElse(Mode.ENFORCE),
          given.whole("revision").orElse(0L));
    } catch (InvalidValueException e) {
      throw named(e);
    }
  }

  /** A limit's name that no path of the API has for something else. */
  public static String name(String field, String name) {
    if (RESERVED.contains(name)) {
      throw new InvalidValueException(field, "'" + name + "' is no name for a limit; take another");
    }
    return Ids.require(field, name);
  }

  /** A constant in the words of YAML and HTTP, as in {@code as-is}. */
  public static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant that is spelled so. */
  public static <E extends Enum<E>> E word(String field, Class<E> type, String text) {
    List<String> allowed = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (spelled(constant).equals(text)) {
        return constant;
      }
      allowed.add(spelled(constant));
    }
    throw new InvalidValueException(
        field, "'" + text + "' is none of " + String.join(", ", allowed));
  }

  /** A calendar says itself how long its windows are. */
  private static Duration per(Given given, Optional<CalendarWindow> calendar) {
    Optional<Duration> per = given.text("per").map(text -> Durations.parse("per", text));
    if (calendar.isEmpty()) {
      return per.orElseThrow(() -> missing("per"));
    }
    Duration length = calendar.get().unit().length();
    if (per.isPresent() && !per.get().equals(length)) {
      throw new InvalidValueException("per", "is not what the calendar says; leave it out");
    }
    return length;
  }

  private static CalendarWindow calendar(Given given) {
    String unit = given.text("unit").orElseThrow(() -> missing("calendar.unit"));
    String zone = given.text("zone").orElse("UTC");
    try {
      return new CalendarWindow(
          word("calendar.unit", CalendarWindow.Unit.class, unit), ZoneId.of(zone));
    } catch (DateTimeException e) {
      throw new InvalidValueException(
          "calendar.zone", "'" + zone + "' is not a time zone, as in Europe/Berlin");
    }
  }

  private static InvalidValueException missing(String field) {
    return new InvalidValueException(field, "is missing");
  }

  /** The same refusal under the name that callers here know. */
  private static InvalidValueException named(InvalidValueException e) {
    return e.field().startsWith(FIELD)
        ? new InvalidValueException(e.field().substring(FIELD.length()), Values.problemOf(e))
        : e;
  }
}
