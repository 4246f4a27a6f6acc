package dev.mainstay.tck.twin;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * The rules and instants of a walk over limits, all from one seed; small numbers, so that they
 * meet.
 */
final class LimitChance {
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("America/Santiago"),
          ZoneId.of("America/St_Johns"),
          ZoneId.of("Africa/Cairo"));
  private static final ZoneId KATHMANDU = ZoneId.of("Asia/Kathmandu");
  private static final long[] PERS = {
    1_000,
    1_001,
    7_000,
    10_000,
    999_983,
    1_000_000,
    1_000_001,
    60_000_000,
    3_600_000_000L,
    86_400_000_000L,
    2_678_400_000_000L
  };
  private static final long[] MANY = {
    97, 1_000, 4_096, 99_991, 1_000_003, 1_000_000_007L, 999_999_999_989L, 1_000_000_000_000L
  };
  private static final Instant FIRST = Instant.parse("2100-01-01T00:00:00Z");
  private static final long YEARS = 8;

  private final Random random;

  LimitChance(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T of(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** From 0 on, the small ones more often. */
  long upTo(long most) {
    long bound = 1L << random.nextInt(64 - Long.numberOfLeadingZeros(Math.max(1, most)));
    return Math.min(most, Math.floorMod(random.nextLong(), bound));
  }

  /** An instant shortly before the clocks of some zone are moved. */
  long start() {
    Instant some = FIRST.plus(random.nextInt((int) (YEARS * 365)), ChronoUnit.DAYS);
    Instant moved =
        Objects.requireNonNull(of(ZONES).getRules().nextTransition(some), "a zone with summer")
            .getInstant();
    long before = oneIn(2) ? 3_600_000_000L * 2 : 86_400_000_000L;
    return ChronoUnit.MICROS.between(Instant.EPOCH, moved) - upTo(before);
  }

  Limit limit() {
    while (true) {
      try {
        Limit limit = tryLimit(of(List.of(Algorithm.values()))).mode(mode());
        return oneIn(5) ? limit.within("organisation") : limit;
      } catch (InvalidValueException tooMany) {
        // Numbers that cannot be counted exactly: others.
      }
    }
  }

  private Mode mode() {
    return switch (below(40)) {
      case 0 -> Mode.BLOCK;
      case 1, 2 -> Mode.ALLOW;
      case 3, 4, 5, 6, 7, 8, 9, 10 -> Mode.SHADOW;
      default -> Mode.ENFORCE;
    };
  }

  private Duration per() {
    return Duration.of(PERS[below(PERS.length)], ChronoUnit.MICROS);
  }

  private long permits() {
    return oneIn(6) ? MANY[below(MANY.length)] : 1 + below(12);
  }

  private Limit tryLimit(Algorithm algorithm) {
    return switch (algorithm) {
      case GCRA ->
          oneIn(2) ? Limit.gcra(permits(), per()) : Limit.gcra(permits(), per()).withBurst(burst());
      case TOKEN_BUCKET -> Limit.tokenBucket(burst(), permits(), per());
      case LEAKY_METER -> Limit.leakyMeter(burst(), permits(), per());
      case LEAKY_QUEUE -> Limit.leakyQueue(permits(), per(), burst() - 1);
      case FIXED_WINDOW -> oneIn(2) ? Limit.fixedWindow(permits(), per()) : quota();
      case SLIDING_COUNTER -> Limit.slidingCounter(permits(), per());
      case SLIDING_LOG -> Limit.slidingLog(permits(), per());
      case CONCURRENCY -> Limit.concurrency(permits(), per());
    };
  }

  private Limit quota() {
    CalendarWindow.Unit[] units = CalendarWindow.Unit.values();
    ZoneId zone = oneIn(6) ? KATHMANDU : of(ZONES);
    return Limit.quota(permits(), units[below(units.length)], zone);
  }

  private long burst() {
    return oneIn(6) ? MANY[below(MANY.length)] : 1 + below(12);
  }

  /** What a rule could be changed to: mostly one that counts in the same way. */
  Limit changed(Limit limit) {
    if (oneIn(3)) {
      return limit();
    }
    while (true) {
      try {
        Limit other = oneIn(4) ? limit : limit.withPermits(permits());
        if (limit.algorithm().isPaced() && oneIn(2)) {
          other = other.withBurst(burst());
        }
        return other.mode(mode());
      } catch (InvalidValueException tooMany) {
        // Numbers that cannot be counted exactly: others.
      }
    }
  }

  /** A cost, aimed at what was available last and at the capacity. */
  long cost(Limit limit, long available) {
    long cost =
        switch (below(10)) {
          case 0 -> available;
          case 1 -> available + 1;
          case 2 -> limit.capacity();
          case 3 -> oneIn(2) ? limit.capacity() + 1 : 2;
          case 4, 5 -> 1 + upTo(Math.max(1, available / 2));
          default -> 1;
        };
    long most = limit.algorithm() == Algorithm.CONCURRENCY ? 100 : Limit.MOST;
    return Math.max(1, Math.min(cost, most));
  }
}
