package dev.mainstay.internal.limits;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.LimitBounds;
import dev.mainstay.spi.Charge.Adoption;
import dev.mainstay.spi.Edition;
import dev.mainstay.spi.Gauge;
import dev.mainstay.spi.LimitStore.Looked;
import dev.mainstay.spi.Reading;
import dev.mainstay.spi.RuleRecord;
import dev.mainstay.spi.Taken.Outdated;
import java.math.BigInteger;
import java.util.List;

/** What becomes of what was counted when a rule changes: see {@link Inherit}. */
final class Adopting {
  /** More than any capacity; what a share may owe at most. */
  private static final BigInteger MOST_OWED = BigInteger.valueOf(-4 * Limit.MOST);

  private Adopting() {}

  /** The adoption of an outdated state by the rule now. */
  static Adoption adopt(Outdated outdated, RuleRecord rule) {
    List<Edition> editions = rule.editions();
    Reading found = outdated.reading();
    int then = 0;
    while (then < editions.size() && editions.get(then).version() != outdated.version()) {
      then++;
    }
    Reading after = then == editions.size() ? Reading.none(found.now()) : found;
    // Edition after edition, as if somebody had taken under each: a reset in between counts.
    for (int i = then - 1; i >= 0 && then < editions.size(); i--) {
      after = carried(editions.get(i + 1).limit(), after, editions.get(i));
    }
    boolean isKept =
        then < editions.size()
            && isSameLog(editions.get(then).limit(), rule.current().limit())
            && Gauge.of(rule.current().limit(), found).reading().a() == after.a();
    return new Adoption(outdated.version(), found, isKept ? found : after, isKept);
  }

  /** What was looked at, by the rule now; what is reserved stays so. */
  static Reading current(Looked looked, RuleRecord rule) {
    Reading found = looked.reading();
    if (looked.version() == 0 || looked.version() == rule.current().version()) {
      return found;
    }
    Reading now = adopt(new Outdated(0, looked.version(), found), rule).after();
    return new Reading(now.now(), now.a(), now.b(), now.c(), found.held(), now.lapsed());
  }

  /** Where as many are taken as before, a log that is as long remembers when. */
  private static boolean isSameLog(Limit before, Limit limit) {
    return before.algorithm() == Algorithm.SLIDING_LOG
        && limit.algorithm() == Algorithm.SLIDING_LOG
        && before.per().equals(limit.per());
  }

  private static Reading carried(Limit before, Reading found, Edition edition) {
    Gauge then = Gauge.of(before, found);
    if (then.untilIdle() == 0) {
      return Reading.none(found.now());
    }
    long available = then.available() + found.held();
    Limit limit = edition.limit();
    long taken = limit.capacity() - inherited(before, limit, available, edition.inherit());
    // What is owed after a cut stays within what can be counted exactly.
    taken = Math.min(taken, 2 * limit.capacity());
    if (taken == 0) {
      // Also of a window that is to come, where the clock was set back.
      return Reading.none(found.now());
    }
    if (limit.algorithm() == Algorithm.SLIDING_COUNTER
        && before.algorithm() == Algorithm.SLIDING_COUNTER
        && before.per().equals(limit.per())
        && edition.inherit() != Inherit.RESET) {
      return counter(limit, found, taken);
    }
    return taken(limit, Reading.none(found.now()), taken);
  }

  /** How many are available under the new rule. */
  private static long inherited(Limit before, Limit after, long available, Inherit inherit) {
    return switch (inherit) {
      case AS_IS -> Math.min(available, after.capacity());
      case PROPORTIONAL ->
          floorShare(available, BigInteger.valueOf(after.capacity()), before.capacity());
      case ADDITIVE -> Math.min(after.capacity(), available + after.capacity() - before.capacity());
      case RESET -> after.capacity();
    };
  }

  private static long floorShare(long available, BigInteger capacity, long before) {
    BigInteger[] parts =
        BigInteger.valueOf(available)
            .multiply(capacity)
            .divideAndRemainder(BigInteger.valueOf(before));
    return parts[0].max(MOST_OWED).longValue() - (parts[1].signum() < 0 ? 1 : 0);
  }

  /**
   * Keeps apart what was taken in which of the two windows, so that it is forgotten in time; of the
   * earlier one no more than what is taken at all.
   */
  private static Reading counter(Limit limit, Reading found, long taken) {
    Reading rolled = Gauge.of(limit, found).reading();
    long per = LimitBounds.micros(limit.per());
    long covered = rolled.a() + per - Math.max(found.now(), rolled.a());
    long earlier = Math.min(rolled.c(), taken * per / covered);
    long counts = -Math.floorDiv(-earlier * covered, per);
    return new Reading(found.now(), rolled.a(), taken - counts, earlier, found.held());
  }

  private static Reading taken(Limit limit, Reading none, long taken) {
    Gauge gauge = Gauge.of(limit, none);
    gauge.charge(taken);
    return gauge.reading();
  }
}
