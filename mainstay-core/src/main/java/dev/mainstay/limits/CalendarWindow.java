package dev.mainstay.limits;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * Windows of the calendar: they begin at a full hour, at midnight, on Monday or on the first of the
 * month in a time zone, and so may be an hour shorter or longer when clocks change.
 */
public record CalendarWindow(Unit unit, ZoneId zone) {

  /** How long a window of the calendar is. */
  public enum Unit {
    /** From one full hour to the next. */
    HOUR(Duration.ofHours(1)),
    /** From midnight to midnight. */
    DAY(Duration.ofDays(1)),
    /** From Monday to Monday. */
    WEEK(Duration.ofDays(7)),
    /** From the first of a month to that of the next. */
    MONTH(Duration.ofDays(31));

    private final Duration length;

    Unit(Duration length) {
      this.length = length;
    }

    /** The length that is stated where one length is asked for; that of a month is 31 days. */
    public Duration length() {
      return length;
    }
  }

  /** The window's begin that is the latest not after an instant. */
  public Instant begin(Instant instant) {
    ZonedDateTime at = instant.atZone(zone);
    return switch (unit) {
      case HOUR -> at.truncatedTo(ChronoUnit.HOURS).toInstant();
      case DAY -> at.toLocalDate().atStartOfDay(zone).toInstant();
      case WEEK ->
          at.toLocalDate()
              .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
              .atStartOfDay(zone)
              .toInstant();
      case MONTH -> at.toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
    };
  }

  /** The begin of the window after the one that begins then. */
  public Instant next(Instant begin) {
    ZonedDateTime at = begin.atZone(zone);
    return switch (unit) {
      case HOUR -> nextHour(begin);
      case DAY -> at.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
      case WEEK -> at.toLocalDate().plusWeeks(1).atStartOfDay(zone).toInstant();
      case MONTH -> at.toLocalDate().plusMonths(1).atStartOfDay(zone).toInstant();
    };
  }

  /** Where clocks move by half an hour, a full hour comes sooner or later than after an hour. */
  private Instant nextHour(Instant begin) {
    Instant next = begin;
    for (int minutes = 60; !next.isAfter(begin); minutes += 30) {
      next = begin(begin.plus(Duration.ofMinutes(minutes)));
    }
    return next;
  }
}
