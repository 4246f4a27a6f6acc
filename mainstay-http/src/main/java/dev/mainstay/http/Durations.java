package dev.mainstay.http;

import dev.mainstay.errors.InvalidValueException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Durations as requests and configuration spell them. */
public final class Durations {
  private static final int MAX_CHARS = 32;
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private Durations() {}

  /**
   * Reads {@code 500ms}, {@code 30s}, {@code 15m}, {@code 12h}, {@code 7d} or ISO 8601 ({@code
   * PT30S}); never negative, zero where it says so. A day has 24 hours.
   *
   * @param field the value's name, for the message
   */
  public static Duration parse(String field, String text) {
    try {
      if (text.length() <= MAX_CHARS) {
        Duration parsed = text.startsWith("P") ? Duration.parse(text) : plain(text);
        if (!parsed.isNegative() && parsed.toMillis() >= 0) {
          return parsed;
        }
      }
    } catch (ArithmeticException | DateTimeException | NumberFormatException e) {
      throw refused(field, text);
    }
    throw refused(field, text);
  }

  /** As a request would spell it: in the largest unit of which it is whole, else as ISO 8601. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (!Duration.ofMillis(millis).equals(duration)) {
      return duration.toString();
    }
    String unit = "ms";
    long many = millis;
    for (String larger : List.of("s", "m", "h", "d")) {
      long size = millis(larger);
      if (millis == 0 || millis % size != 0) {
        break;
      }
      many = millis / size;
      unit = larger;
    }
    return many + unit;
  }

  private static long millis(String unit) {
    return Objects.requireNonNull(UNITS.get(unit)).getDuration().toMillis();
  }

  private static Duration plain(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    ChronoUnit unit = UNITS.get(text.substring(digits));
    if (unit == null) {
      throw new NumberFormatException();
    }
    return Duration.of(Long.parseLong(text.substring(0, digits)), unit);
  }

  private static InvalidValueException refused(String field, String text) {
    return new InvalidValueException(
        field,
        Shown.of(text)
            + " is not a duration; write a whole number with ms, s, m, h or d, as in 30s,"
            + " or ISO 8601, as in PT30S");
  }
}
