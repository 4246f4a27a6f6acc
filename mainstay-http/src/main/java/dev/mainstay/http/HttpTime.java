package dev.mainstay.http;

import dev.mainstay.errors.InvalidValueException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as the HTTP API spells them: RFC 3339 in UTC, always with milliseconds. */
public final class HttpTime {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private HttpTime() {}

  /** As in {@code 2026-11-24T02:50:32.120Z}; what is finer than a millisecond is cut off. */
  public static String format(Instant instant) {
    if (instant.isBefore(FIRST) || !instant.isBefore(AFTER_LAST)) {
      throw new InvalidValueException("instant", instant + " is outside the years 0000 to 9999");
    }
    return FORMAT.format(instant);
  }
}
