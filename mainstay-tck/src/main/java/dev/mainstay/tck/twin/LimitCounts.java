package dev.mainstay.tck.twin;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.Take;
import dev.mainstay.tck.twin.LimitOracle.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What became of a take, in a word for each algorithm. */
final class LimitCounts {
  private LimitCounts() {}

  /** What there is before a take. */
  static void count(Tally tally, LimitOracle oracle, Wanted wanted, long now) {
    if (oracle.hasLapsed(wanted, now)) {
      tally.count("reserve", oracle.isDue(wanted, now) ? "charged late" : "given back");
    }
    if (wanted.place().scope() != null) {
      tally.count("scope", "of its own");
    }
  }

  static void count(Tally tally, Limit limit, Take take, Decision decision, long now) {
    if (limit.mode() != Mode.ENFORCE) {
      tally.count(limit.mode().name(), decision.standings().isEmpty() ? "alone" : "beside others");
    }
    if (decision.standings().isEmpty()) {
      return;
    }
    CalendarWindow calendar = limit.calendar();
    String kind = calendar == null ? limit.algorithm().spelled() : "calendar";
    tally.count(kind, outcome(limit, take, decision));
    if (calendar != null && calendar.unit() != CalendarWindow.Unit.MONTH) {
      Instant begin = calendar.begin(Instant.EPOCH.plus(now, ChronoUnit.MICROS));
      Duration length = Duration.between(begin, calendar.next(begin));
      boolean usual = length.equals(calendar.unit().length());
      tally.count(kind, usual ? "of its length" : "of another length");
    }
  }

  private static String outcome(Limit limit, Take take, Decision decision) {
    if (decision instanceof Decision.Denied no) {
      boolean refuses = no.violated().contains(take.limit());
      boolean never = refuses && take.cost() > limit.capacity();
      return never ? "never" : refuses ? "denied" : "denied by others";
    }
    if (decision instanceof Decision.Allowed yes && yes.shadowed().contains(take.limit())) {
      return "shadowed";
    }
    boolean waits =
        limit.algorithm() == Algorithm.LEAKY_QUEUE
            && decision instanceof Decision.Allowed yes
            && !yes.delay().isZero();
    return waits ? "delayed" : "allowed";
  }
}
