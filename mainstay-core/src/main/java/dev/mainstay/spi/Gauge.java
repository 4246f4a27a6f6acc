package dev.mainstay.spi;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.LimitBounds;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The arithmetic of limits: what a reading means, whether a take fits, and what is left after it.
 * It is exact: integers in microseconds, or where permits come back evenly, in those parts of a
 * microsecond in which all that can happen is whole. The scripts of the Redis engine count the
 * same, and a store that has read once can tell any number of takes after another what became of
 * each.
 *
 * <p>Not safe for several threads.
 */
public abstract sealed class Gauge {
  /** The rule that it counts by. */
  protected final Limit limit;

  /** The instant of the reading. */
  protected final long now;

  /** Permits that are reserved. */
  protected final long held;

  private Gauge(Limit limit, Reading reading) {
    this.limit = limit;
    this.now = reading.now();
    this.held = reading.held();
  }

  /** What a reading says under a rule. */
  public static Gauge of(Limit limit, Reading reading) {
    return on(limit, reading.lapsed().isEmpty() ? reading : charged(limit, reading));
  }

  /** What had lapsed is charged as of then, as if somebody had looked each time. */
  private static Reading charged(Limit limit, Reading reading) {
    Reading before = reading;
    for (Lapsed one : reading.lapsed()) {
      if (!isForgotten(limit, one, before, reading.now())) {
        Gauge then = on(limit, at(one.ends(), before));
        then.charge(one.cost());
        before = then.reading();
      }
    }
    return at(reading.now(), before);
  }

  /** Whether a log that remembered it has forgotten it since; the others forget by themselves. */
  private static boolean isForgotten(Limit limit, Lapsed one, Reading before, long now) {
    long per = LimitBounds.micros(limit.per());
    return limit.algorithm() == Algorithm.SLIDING_LOG
        && Math.max(one.ends() + per, before.b()) <= now;
  }

  private static Reading at(long instant, Reading other) {
    return new Reading(instant, other.a(), other.b(), other.c(), other.held());
  }

  private static Gauge on(Limit limit, Reading reading) {
    return switch (limit.algorithm()) {
      case GCRA, TOKEN_BUCKET, LEAKY_METER, LEAKY_QUEUE -> new Paced(limit, reading);
      case FIXED_WINDOW -> new Window(limit, reading);
      case SLIDING_COUNTER -> new Counter(limit, reading);
      case SLIDING_LOG, CONCURRENCY -> new Sum(limit, reading);
    };
  }

  /** Whether a take of so many permits fits. */
  public abstract boolean fits(long cost);

  /** Counts a take, whether it fits or not. */
  public abstract void charge(long cost);

  /** How many permits could be taken; negative where more were taken than there are. */
  public abstract long available();

  /**
   * After so many microseconds a take fits that is not above the capacity, if nothing else is taken
   * meanwhile; 0 where it fits. Where only the store can tell, {@code told} is what it told.
   */
  public abstract long wait(long cost, long told);

  /** After so many microseconds all permits are available. */
  public abstract long untilIdle();

  /** How long a take that was counted just now has to wait in the queue, in microseconds. */
  public long delay(long cost) {
    return 0;
  }

  /** What is counted now. */
  public abstract Reading reading();

  private static long ceilDiv(long a, long b) {
    return -Math.floorDiv(-a, b);
  }

  /**
   * Permits that come back evenly. {@code a} and {@code b} are the instant at which all are back:
   * whole microseconds, and a rest in parts of {@code permits / gcd(per, permits)}.
   *
   * <p>The theoretical arrival time of ITU-T I.371, annex A, with the queue's delay being the time
   * until it.
   */
  static final class Paced extends Gauge {
    /**
     * In parts, further ahead than any capacity, and far enough from what a long holds. Only a
     * store whose clock was set back gets there; what lies beyond is kept in whole microseconds.
     */
    private static final long FAR = 1L << 62;

    private final long parts;
    private final long step;
    private final long most;
    private final long beyond;
    private long backlog;

    Paced(Limit limit, Reading reading) {
      super(limit, reading);
      long per = LimitBounds.micros(limit.per());
      long common = LimitBounds.gcd(per, limit.permits());
      this.parts = limit.permits() / common;
      this.step = per / common;
      this.most = limit.capacity() * step;
      long ahead = reading.a() - now;
      this.beyond = Math.max(0, ahead - FAR / parts);
      this.backlog = ahead < 0 ? 0 : (ahead - beyond) * parts + reading.b();
    }

    @Override
    public boolean fits(long cost) {
      return beyond == 0
          && cost + held <= limit.capacity()
          && backlog <= most - (cost + held) * step;
    }

    @Override
    public void charge(long cost) {
      backlog += cost * step;
    }

    @Override
    public long available() {
      return beyond == 0 ? Math.floorDiv(most - backlog, step) - held : owed();
    }

    /** What is available where more is owed than a long holds in parts. */
    private long owed() {
      BigInteger parts =
          BigInteger.valueOf(beyond)
              .multiply(BigInteger.valueOf(this.parts))
              .add(BigInteger.valueOf(backlog - most));
      BigInteger permits = parts.add(BigInteger.valueOf(step - 1)).divide(BigInteger.valueOf(step));
      return -permits.min(BigInteger.valueOf(FAR)).longValue() - held;
    }

    @Override
    public long wait(long cost, long told) {
      return Math.max(0, beyond + ceilDiv(backlog - (most - (cost + held) * step), parts));
    }

    @Override
    public long untilIdle() {
      return beyond + ceilDiv(backlog, parts);
    }

    @Override
    public long delay(long cost) {
      return limit.algorithm() == Algorithm.LEAKY_QUEUE
          ? beyond + ceilDiv(backlog - cost * step, parts)
          : 0;
    }

    @Override
    public Reading reading() {
      return new Reading(now, now + beyond + backlog / parts, backlog % parts, 0, held);
    }
  }

  /**
   * Windows of the clock or the calendar. {@code a} is the begin of the window, {@code b} what was
   * taken in it. A clock that was set back stays in the window that it was in.
   */
  static final class Window extends Gauge {
    private final long begin;
    private long taken;

    Window(Limit limit, Reading reading) {
      super(limit, reading);
      this.begin = Math.max(begin(limit, now), reading.a());
      this.taken = begin == reading.a() ? reading.b() : 0;
    }

    private static long begin(Limit limit, long now) {
      CalendarWindow calendar = limit.calendar();
      return calendar == null
          ? now - Math.floorMod(now, LimitBounds.micros(limit.per()))
          : micros(calendar.begin(Instant.EPOCH.plus(now, ChronoUnit.MICROS)));
    }

    private static long micros(Instant instant) {
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private long end() {
      CalendarWindow calendar = limit.calendar();
      return calendar == null
          ? begin + LimitBounds.micros(limit.per())
          : micros(calendar.next(Instant.EPOCH.plus(begin, ChronoUnit.MICROS)));
    }

    @Override
    public boolean fits(long cost) {
      return taken + held + cost <= limit.permits();
    }

    @Override
    public void charge(long cost) {
      taken += cost;
    }

    @Override
    public long available() {
      return limit.permits() - taken - held;
    }

    @Override
    public long wait(long cost, long told) {
      return fits(cost) ? 0 : end() - now;
    }

    @Override
    public long untilIdle() {
      return taken == 0 ? 0 : end() - now;
    }

    @Override
    public Reading reading() {
      return new Reading(now, begin, taken, 0, held);
    }
  }

  /**
   * Two windows of the clock, blended. {@code a} is the begin of the current one, {@code b} what
   * was taken in it, {@code c} what was taken in the one before, which counts by the share of it
   * that lies less than {@code per} ago.
   */
  static final class Counter extends Gauge {
    private final long per;
    private final long begin;
    private final long before;
    private long taken;

    Counter(Limit limit, Reading reading) {
      super(limit, reading);
      this.per = LimitBounds.micros(limit.per());
      this.begin = Math.max(now - Math.floorMod(now, per), reading.a());
      boolean same = begin == reading.a();
      this.taken = same ? reading.b() : 0;
      long last = begin - per == reading.a() ? reading.b() : 0;
      this.before = same ? reading.c() : last;
    }

    @Override
    public boolean fits(long cost) {
      return cost <= limit.permits() && weight() <= (limit.permits() - taken - held - cost) * per;
    }

    /** What was taken in the window before and still counts, in permits times microseconds. */
    private long weight() {
      return before * (begin + per - Math.max(now, begin));
    }

    @Override
    public void charge(long cost) {
      taken += cost;
    }

    @Override
    public long available() {
      return Math.floorDiv((limit.permits() - taken - held) * per - weight(), per);
    }

    @Override
    public long wait(long cost, long told) {
      if (fits(cost)) {
        return 0;
      }
      long room = limit.permits() - taken - held - cost;
      if (room >= 0) {
        return begin + into(before, room) - now;
      }
      // What is reserved will be charged or given back; nobody can say when.
      return begin + per + into(taken, Math.max(0, limit.permits() - held - cost)) - now;
    }

    /** So far into a window what was taken in the one before counts as so many at most. */
    private long into(long earlier, long room) {
      return earlier == 0 || earlier <= room ? 0 : per - Math.floorDiv(room * per, earlier);
    }

    @Override
    public long untilIdle() {
      if (taken > 0) {
        return begin + 2 * per - now;
      }
      return before > 0 ? begin + per - now : 0;
    }

    @Override
    public Reading reading() {
      return new Reading(now, begin, taken, before, held);
    }
  }

  /**
   * Permits of which only the store knows when each is back. {@code a} is how many are taken,
   * {@code b} the instant at which the last of them is back.
   */
  static final class Sum extends Gauge {
    private long taken;
    private long last;

    Sum(Limit limit, Reading reading) {
      super(limit, reading);
      this.taken = reading.a();
      this.last = reading.b();
    }

    @Override
    public boolean fits(long cost) {
      return taken + held + cost <= limit.permits();
    }

    @Override
    public void charge(long cost) {
      taken += cost;
      last = Math.max(last, now + LimitBounds.micros(limit.per()));
    }

    @Override
    public long available() {
      return limit.permits() - taken - held;
    }

    @Override
    public long wait(long cost, long told) {
      return fits(cost) ? 0 : told;
    }

    @Override
    public long untilIdle() {
      return Math.max(0, last - now);
    }

    @Override
    public Reading reading() {
      return new Reading(now, taken, last, 0, held);
    }
  }
}
