package dev.mainstay.tck.twin;

import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.LimitBounds;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.Map;

/**
 * Which window an instant is in, as a number that grows: by looking at what a clock on the wall
 * shows, not by reckoning where a window begins.
 */
final class Windows {
  private static final long MINUTE = 60_000_000;

  private final Map<ZoneId, long[]> lastHours = new HashMap<>();

  long of(Limit limit, long at) {
    CalendarWindow calendar = limit.calendar();
    if (calendar == null) {
      return Math.floorDiv(at, LimitBounds.micros(limit.per()));
    }
    LocalDate date = wall(at, calendar.zone()).toLocalDate();
    return switch (calendar.unit()) {
      case HOUR -> hour(at, calendar.zone());
      case DAY -> date.toEpochDay();
      case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toEpochDay();
      case MONTH -> date.getYear() * 12L + date.getMonthValue();
    };
  }

  private static ZonedDateTime wall(long at, ZoneId zone) {
    return Instant.EPOCH.plus(at, ChronoUnit.MICROS).atZone(zone);
  }

  /** The minute in which the clock on the wall last struck. */
  private long hour(long at, ZoneId zone) {
    long[] last = lastHours.computeIfAbsent(zone, any -> new long[2]);
    if (last[0] <= at && at <= last[1]) {
      return last[0];
    }
    long minute = at - Math.floorMod(at, MINUTE);
    while (!strikes(minute, zone)) {
      minute -= MINUTE;
    }
    last[0] = minute;
    last[1] = at;
    return minute;
  }

  /** A full hour, or one that was skipped as clocks went on. */
  private static boolean strikes(long minute, ZoneId zone) {
    ZonedDateTime shows = wall(minute, zone);
    return shows.getMinute() == 0 || shows.getHour() != wall(minute - MINUTE, zone).getHour();
  }
}
