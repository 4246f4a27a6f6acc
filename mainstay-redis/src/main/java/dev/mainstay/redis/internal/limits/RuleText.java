package dev.mainstay.redis.internal.limits;

import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.LimitBounds;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.OnSilence;
import dev.mainstay.redis.internal.keys.LimitKeys;
import dev.mainstay.spi.Edition;
import dev.mainstay.spi.RuleRecord;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * How a rule stands in the store: a line for each edition, newest first, its fields between blanks.
 *
 * <pre>
 * version inherit algorithm permits per_us burst revision silence mode calendar|- within|-
 * </pre>
 */
final class RuleText {
  private static final String NONE = "-";
  private static final int FIELDS = 11;

  private RuleText() {}

  static String write(RuleRecord rule) {
    return String.join("\n", rule.editions().stream().map(RuleText::line).toList());
  }

  private static String line(Edition edition) {
    Limit limit = edition.limit();
    CalendarWindow calendar = limit.calendar();
    String within = limit.within();
    return String.join(
        " ",
        Long.toString(edition.version()),
        edition.inherit().name(),
        limit.algorithm().spelled(),
        Long.toString(limit.permits()),
        Long.toString(LimitBounds.micros(limit.per())),
        Long.toString(limit.burst()),
        Long.toString(limit.revision()),
        limit.onSilence().name(),
        limit.mode().name(),
        calendar == null ? NONE : calendar.unit() + "@" + calendar.zone().getId(),
        within == null ? NONE : "=" + URLEncoder.encode(within, StandardCharsets.UTF_8));
  }

  static RuleRecord read(String field, String text) {
    try {
      List<Edition> editions = text.lines().map(RuleText::edition).toList();
      return new RuleRecord(
          LimitKeys.name(field), LimitKeys.key(field), editions, LimitKeys.isGone(field));
    } catch (RuntimeException e) {
      throw new StoreFaultException(
          "limits.rules",
          "the rule in field '"
              + field
              + "' is not one that this version writes; define it again or delete the field",
          e);
    }
  }

  private static Edition edition(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException(fields.length + " fields");
    }
    Limit limit =
        new Limit(
            Algorithm.of(fields[2]),
            Long.parseLong(fields[3]),
            Duration.of(Long.parseLong(fields[4]), ChronoUnit.MICROS),
            Long.parseLong(fields[5]),
            fields[9].equals(NONE) ? null : calendar(fields[9]),
            fields[10].equals(NONE)
                ? null
                : URLDecoder.decode(fields[10].substring(1), StandardCharsets.UTF_8),
            OnSilence.valueOf(fields[7]),
            Mode.valueOf(fields[8]),
            Long.parseLong(fields[6]));
    return new Edition(Long.parseLong(fields[0]), limit, Inherit.valueOf(fields[1]));
  }

  private static CalendarWindow calendar(String text) {
    int at = text.indexOf('@');
    String unit = text.substring(0, at).toUpperCase(Locale.ROOT);
    return new CalendarWindow(CalendarWindow.Unit.valueOf(unit), ZoneId.of(text.substring(at + 1)));
  }
}
