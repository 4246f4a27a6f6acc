package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.CalendarWindow.Unit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Reserve;
import dev.mainstay.limits.Take;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Windows of the calendar that are longer than they are said to be, since clocks are set back in
 * them: what was counted in one counts until its end, in memory and on Redis.
 */
class LongWindowTest {
  private static final Instant START = Instant.parse("2100-01-01T00:00:00Z");
  private static final RedisStore STORE = RedisStore.only();

  private final HeldClock clock = new HeldClock(micros(START));
  private final List<Mainstay> both = new ArrayList<>();

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  @BeforeEach
  void open() {
    STORE.empty();
    both.add(Mainstay.on(MemoryEngine.on(clock)));
    // What a busy machine does not answer in time would be let through.
    RedisOptions patient =
        RedisOptions.parse(STORE.url())
            .withHeartbeat(Duration.ofSeconds(10))
            .withReadDeadline(Duration.ofSeconds(10))
            .withWriteDeadline(Duration.ofSeconds(10));
    both.add(Mainstay.on(RedisEngine.held(patient, clock)));
  }

  @AfterEach
  void close() {
    both.forEach(Mainstay::close);
    STORE.empty();
  }

  /**
   * Hours are longer where clocks are set back by half of one, and October where by a whole one.
   */
  private static CalendarWindow calendar(Unit unit) {
    String zone = unit == Unit.MONTH ? "Europe/Berlin" : "Australia/Lord_Howe";
    return new CalendarWindow(unit, ZoneId.of(zone));
  }

  private static Instant begin(CalendarWindow calendar) {
    Instant begin = calendar.begin(START.plus(40, ChronoUnit.DAYS));
    for (int i = 0; i < 20_000; i++) {
      Instant next = calendar.next(begin);
      if (Duration.between(begin, next).compareTo(calendar.unit().length()) > 0) {
        return begin;
      }
      begin = next;
    }
    throw new AssertionError("no longer window of " + calendar);
  }

  /** The time goes to an instant, and what a store drops by then is dropped. */
  private void at(Instant instant) {
    clock.set(micros(instant));
    STORE.expire(START.toEpochMilli(), instant.toEpochMilli());
  }

  private static Limiter quota(Limits limits, CalendarWindow calendar) {
    return limits.limiter("quota", Limit.quota(10, calendar.unit(), calendar.zone()));
  }

  /** What both answer, which has to be the same. */
  private boolean both(CalendarWindow calendar, BiFunction<Limits, Limiter, Boolean> ask) {
    List<Boolean> told = new ArrayList<>();
    for (Mainstay one : both) {
      Limits limits = one.limits("web");
      told.add(ask.apply(limits, quota(limits, calendar)));
    }
    assertThat(told.get(1)).as("on Redis as in memory").isEqualTo(told.get(0));
    return told.get(0);
  }

  private boolean take(CalendarWindow calendar, long cost) {
    return both(calendar, (limits, quota) -> quota.take("ada", cost).allowed());
  }

  @ParameterizedTest
  @EnumSource
  void whatWasTakenWhileTheClockWasSetBackCountsUntilItsEnd(Unit unit) {
    assertCountsUntilItsEnd(unit, begin -> begin.minusSeconds(60));
  }

  /** As by a replica whose clock is far behind: the borders that the script is told do not say. */
  @ParameterizedTest
  @EnumSource
  void howeverFarTheClockWasSetBack(Unit unit) {
    assertCountsUntilItsEnd(unit, begin -> begin.minus(unit.length().multipliedBy(3)));
  }

  private void assertCountsUntilItsEnd(Unit unit, UnaryOperator<Instant> setBack) {
    CalendarWindow calendar = calendar(unit);
    Instant begin = begin(calendar);
    at(begin.plusSeconds(60));
    assertThat(take(calendar, 8)).isTrue();
    at(setBack.apply(begin));
    assertThat(take(calendar, 2)).as("it stays in the window that it was in").isTrue();
    at(begin.plus(unit.length()).plusSeconds(60));
    assertThat(take(calendar, 1)).as("in the same window").isFalse();
    at(calendar.next(begin));
    assertThat(take(calendar, 10)).as("in the next one").isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void whatLapsedEarlyInItCountsUntilItsEnd(Unit unit) {
    CalendarWindow calendar = calendar(unit);
    Instant begin = begin(calendar);
    Reserve how = Reserve.of(Duration.ofMinutes(2)).whenLapsed(Reserve.WhenLapsed.CHARGE);
    at(begin.minusSeconds(60));
    assertThat(
            both(
                calendar,
                (limits, quota) -> limits.reserve(Take.of("quota", "ada").cost(8), how).allowed()))
        .isTrue();
    at(begin.plus(unit.length()).plusSeconds(120));
    assertThat(take(calendar, 3)).as("in the window in which it lapsed").isFalse();
    at(calendar.next(begin));
    assertThat(take(calendar, 10)).as("in the next one").isTrue();
  }
}
