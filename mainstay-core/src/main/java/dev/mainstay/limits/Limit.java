package dev.mainstay.limits;

import dev.mainstay.codec.Names;
import dev.mainstay.errors.InvalidValueException;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A rule: how many, in what time, counted how. An immutable value; each {@code with…} gives a
 * changed copy.
 *
 * @param algorithm how it counts
 * @param permits how many in {@code per}; for {@link Algorithm#CONCURRENCY} how many at once
 * @param per the time; 1 ms to 31 days in whole microseconds. For {@link Algorithm#CONCURRENCY} the
 *     lease after which a permit that nobody gave back is free
 * @param burst how many may be taken at once, or wait in the queue; 0 where the algorithm has no
 *     choice of its own
 * @param calendar the calendar whose windows count instead of those of the clock; {@link
 *     Algorithm#FIXED_WINDOW} only
 * @param within the name of the scope that a take has to say, as in {@code organisation}; {@code
 *     null} where each key stands for itself
 * @param onSilence what is decided while the store does not answer
 * @param mode what it does with what it counts
 * @param revision a definition applies only where the store holds no rule or one of a lower one
 */
public record Limit(
    Algorithm algorithm,
    long permits,
    Duration per,
    long burst,
    @Nullable CalendarWindow calendar,
    @Nullable String within,
    OnSilence onSilence,
    Mode mode,
    long revision) {

  /** The most permits, and the highest burst and cost. */
  public static final long MOST = 1_000_000_000_000L;

  /** The most permits of a {@link Algorithm#SLIDING_LOG}, which remembers each. */
  public static final long MOST_LOGGED = 100_000;

  /** The most permits of {@link Algorithm#CONCURRENCY}, each of which is a lease. */
  public static final long MOST_HELD = 10_000;

  /** The shortest time. */
  public static final Duration SHORTEST = Duration.ofMillis(1);

  /** The longest time. */
  public static final Duration LONGEST = Duration.ofDays(31);

  /** Checks every bound; a value outside of them is an {@link InvalidValueException}. */
  public Limit {
    LimitBounds.check(algorithm, permits, per, burst, calendar);
    if (within != null) {
      Names.check("limit.within", within);
    }
    LimitBounds.within("limit.revision", revision, 0, Integer.MAX_VALUE);
  }

  private static Limit plain(Algorithm algorithm, long permits, Duration per, long burst) {
    return new Limit(algorithm, permits, per, burst, null, null, OnSilence.PASS, Mode.ENFORCE, 0);
  }

  /** So many in a time, all of them at once if need be: {@link Algorithm#GCRA}. */
  public static Limit of(long permits, Duration per) {
    return gcra(permits, per);
  }

  /** {@link Algorithm#GCRA} with a burst of all permits; see {@link #withBurst}. */
  public static Limit gcra(long permits, Duration per) {
    return plain(Algorithm.GCRA, permits, per, permits);
  }

  /** {@link Algorithm#FIXED_WINDOW}, its windows aligned to 1970 on the store's clock. */
  public static Limit fixedWindow(long permits, Duration per) {
    return plain(Algorithm.FIXED_WINDOW, permits, per, 0);
  }

  /** {@link Algorithm#FIXED_WINDOW} by the calendar of a time zone. */
  public static Limit quota(long permits, CalendarWindow.Unit unit, ZoneId zone) {
    return new Limit(
        Algorithm.FIXED_WINDOW,
        permits,
        unit.length(),
        0,
        new CalendarWindow(unit, zone),
        null,
        OnSilence.PASS,
        Mode.ENFORCE,
        0);
  }

  /** {@link Algorithm#SLIDING_LOG}. */
  public static Limit slidingLog(long permits, Duration per) {
    return plain(Algorithm.SLIDING_LOG, permits, per, 0);
  }

  /** {@link Algorithm#SLIDING_COUNTER}. */
  public static Limit slidingCounter(long permits, Duration per) {
    return plain(Algorithm.SLIDING_COUNTER, permits, per, 0);
  }

  /**
   * {@link Algorithm#TOKEN_BUCKET}: a bucket of {@code capacity}, refilled by so many in a time.
   */
  public static Limit tokenBucket(long capacity, long refill, Duration per) {
    return plain(Algorithm.TOKEN_BUCKET, refill, per, capacity);
  }

  /** {@link Algorithm#LEAKY_QUEUE}: so many leave it in a time, and {@code waiting} may wait. */
  public static Limit leakyQueue(long permits, Duration per, long waiting) {
    return plain(Algorithm.LEAKY_QUEUE, permits, per, waiting);
  }

  /** {@link Algorithm#LEAKY_METER}: a bucket of {@code capacity} that leaks so many in a time. */
  public static Limit leakyMeter(long capacity, long leak, Duration per) {
    return plain(Algorithm.LEAKY_METER, leak, per, capacity);
  }

  /** {@link Algorithm#CONCURRENCY}: so many at once, each for {@code lease} at most. */
  public static Limit concurrency(long permits, Duration lease) {
    return plain(Algorithm.CONCURRENCY, permits, lease, 0);
  }

  /** How many can be taken at once when nothing is taken: no cost above it ever fits. */
  public long capacity() {
    return switch (algorithm) {
      case GCRA, TOKEN_BUCKET, LEAKY_METER -> burst;
      case LEAKY_QUEUE -> burst + 1;
      default -> permits;
    };
  }

  /** With another burst; only of an algorithm that has one. */
  public Limit withBurst(long burst) {
    return new Limit(algorithm, permits, per, burst, calendar, within, onSilence, mode, revision);
  }

  /** With other permits; a burst that equalled them goes with them. */
  public Limit withPermits(long permits) {
    long other = algorithm == Algorithm.GCRA && burst == this.permits ? permits : burst;
    return new Limit(algorithm, permits, per, other, calendar, within, onSilence, mode, revision);
  }

  /**
   * Counted within a scope that each take says, as the organisation of a user: in a Cluster both
   * are then decided in one script.
   */
  public Limit within(String scope) {
    return new Limit(algorithm, permits, per, burst, calendar, scope, onSilence, mode, revision);
  }

  /** With another decision while the store does not answer. */
  public Limit onSilence(OnSilence other) {
    return new Limit(algorithm, permits, per, burst, calendar, within, other, mode, revision);
  }

  /** In another mode. */
  public Limit mode(Mode other) {
    return new Limit(algorithm, permits, per, burst, calendar, within, onSilence, other, revision);
  }

  /** With another revision of its definition. */
  public Limit revision(long other) {
    return new Limit(algorithm, permits, per, burst, calendar, within, onSilence, mode, other);
  }
}
