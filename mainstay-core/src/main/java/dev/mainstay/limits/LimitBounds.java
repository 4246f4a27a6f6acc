package dev.mainstay.limits;

import dev.mainstay.errors.InvalidValueException;
import java.math.BigInteger;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The bounds of rules and takes, each checked before anything is sent. */
public final class LimitBounds {
  /** One decision is about at most so many limits. */
  public static final int LIMITS = 32;

  /** The longest that anybody waits for permits. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  /** What Lua counts with exactly: integers below this. */
  private static final long EXACT = 1L << 53;

  /** What Java counts with in parts of a microsecond. */
  private static final BigInteger WIDE = BigInteger.ONE.shiftLeft(61);

  private LimitBounds() {}

  /** A cost that may be asked for; one above the capacity is a decision, no error. */
  public static long cost(long cost) {
    return within("cost", cost, 1, Limit.MOST);
  }

  /** How long permits may be waited for; nothing or less is not to wait. */
  public static Duration patience(Duration patience) {
    if (patience.compareTo(PATIENCE) > 0) {
      throw new InvalidValueException(
          "patience", patience + " is longer than an hour; wait so long at most, and ask again");
    }
    return patience;
  }

  static long within(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidValueException(field, value + " is not within " + least + " to " + most);
    }
    return value;
  }

  static void check(
      Algorithm algorithm,
      long permits,
      Duration per,
      long burst,
      @Nullable CalendarWindow calendar) {
    within("limit.permits", permits, 1, most(algorithm));
    if (per.compareTo(Limit.SHORTEST) < 0
        || per.compareTo(Limit.LONGEST) > 0
        || per.toNanosPart() % 1_000 != 0) {
      throw new InvalidValueException(
          "limit.per", per + " is not 1 ms to 31 days in whole microseconds");
    }
    if (calendar != null && algorithm != Algorithm.FIXED_WINDOW) {
      throw new InvalidValueException(
          "limit.calendar",
          "only a fixed-window follows the calendar, not a " + algorithm.spelled());
    }
    if (algorithm.isPaced()) {
      within("limit.burst", burst, algorithm == Algorithm.LEAKY_QUEUE ? 0 : 1, Limit.MOST);
      paced(algorithm, permits, micros(per), burst);
    } else if (burst != 0) {
      throw new InvalidValueException(
          "limit.burst", burst + " given, but a " + algorithm.spelled() + " has no burst");
    }
    if (algorithm == Algorithm.SLIDING_COUNTER && permits > (EXACT - 1) / micros(per)) {
      throw new InvalidValueException(
          "limit.permits",
          permits
              + " in "
              + per
              + " cannot be counted exactly by a sliding-counter; the most is "
              + (EXACT - 1) / micros(per)
              + ", or take gcra or sliding-log");
    }
  }

  private static long most(Algorithm algorithm) {
    return switch (algorithm) {
      case SLIDING_LOG -> Limit.MOST_LOGGED;
      case CONCURRENCY -> Limit.MOST_HELD;
      default -> Limit.MOST;
    };
  }

  /** Whole and rest of what a burst takes to come back have to stay exact in Lua and in Java. */
  private static void paced(Algorithm algorithm, long permits, long per, long burst) {
    long common = gcd(per, permits);
    long most =
        Math.min(
            Math.min((EXACT - 1) / (permits / common), WIDE.longValue() / (per / common)),
            BigInteger.valueOf(1L << 51)
                .multiply(BigInteger.valueOf(permits))
                .divide(BigInteger.valueOf(per))
                .min(WIDE)
                .longValue());
    if (burst > most - 3) {
      throw new InvalidValueException(
          "limit.burst",
          burst
              + " of "
              + permits
              + " in "
              + per
              + " µs cannot be counted exactly by a "
              + algorithm.spelled()
              + "; the most is "
              + (most - 3)
              + ", or take permits that divide the time");
    }
  }

  /** Whole microseconds. */
  public static long micros(Duration duration) {
    return duration.getSeconds() * 1_000_000 + duration.getNano() / 1_000;
  }

  /** The greatest common divisor of two positive numbers. */
  public static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
