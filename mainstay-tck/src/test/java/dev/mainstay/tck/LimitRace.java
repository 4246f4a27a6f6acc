package dev.mainstay.tck;

import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Limit;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What the processes of {@link LimitRacesTest} take of. */
final class LimitRace {
  /** How far the clock of each process is off, in minutes. */
  static final List<Integer> SKEWS = List.of(-10, -3, 3, 10);

  static final int THREADS = 16;

  /** The first one is hot: ten of twelve takes are of it. */
  private static final List<String> KEYS = List.of("hot", "warm", "cool");

  private static final String HOT = KEYS.get(0);
  private static final int COOL = 16;

  private static final Duration PER = Duration.ofMillis(200);

  /** How a process takes. */
  enum Way {
    /** As it should. */
    RIGHT,
    /** It looks what is left, and takes if that is enough: another may have taken it meanwhile. */
    LOOKS_FIRST,
    /** The store decides by the clock of the process, and believes it. */
    OWN_CLOCK,
    /** The store's clock is set back and forth. */
    STEPPED,
    /** The same, and the store believes it. */
    STEPPED_BELIEVED;

    boolean isStepped() {
      return this == STEPPED || this == STEPPED_BELIEVED;
    }

    /** Of what somebody takes. Where a limit is to have room left, fewer take of one key. */
    String key(SplittableRandom random) {
      if (isStepped()) {
        return random.nextBoolean() ? HOT : "cool-" + random.nextInt(COOL);
      }
      return this == LOOKS_FIRST ? HOT : KEYS.get(Math.max(0, random.nextInt(12) - 9));
    }
  }

  private LimitRace() {}

  /**
   * The limits by name. Those of the calendar have their hours begin just before and just after
   * now, nearer than the clocks are off.
   */
  static Map<String, Limit> limits(LocalTime utc) {
    return limits(utc, 6);
  }

  private static Map<String, Limit> limits(LocalTime utc, int ending) {
    Map<String, Limit> limits = new LinkedHashMap<>();
    limits.put("gcra", Limit.gcra(20, PER).withBurst(8));
    limits.put("fixed-window", Limit.fixedWindow(8, PER));
    limits.put("sliding-log", Limit.slidingLog(12, PER));
    limits.put("sliding-counter", Limit.slidingCounter(8, PER));
    limits.put("token-bucket", Limit.tokenBucket(8, 20, PER));
    limits.put("leaky-queue", Limit.leakyQueue(20, PER, 7));
    limits.put("leaky-meter", Limit.leakyMeter(8, 20, PER));
    limits.put("concurrency", Limit.concurrency(6, Duration.ofSeconds(30)));
    limits.put("hour-begun", hour(utc.getMinute() - 2));
    limits.put("hour-ending", hour(utc.getMinute() + ending));
    return limits;
  }

  private static Limit hour(int begins) {
    ZoneOffset zone = ZoneOffset.ofHoursMinutes(0, Math.floorMod(-begins, 60));
    return Limit.quota(400, CalendarWindow.Unit.HOUR, zone);
  }

  /**
   * What a process is told to race.
   *
   * @param begins by the clock that all processes of this machine share
   * @param ahead by so many nanoseconds the clock of the wall is ahead of that
   */
  record Call(Way way, LocalTime utc, long seed, long begins, long ends, long ahead) {
    static Call now(Way way, long seed, int millis) {
      long begins = System.nanoTime();
      long ahead = System.currentTimeMillis() * 1_000_000 - begins;
      LocalTime utc = LocalTime.now(ZoneOffset.UTC);
      return new Call(way, utc, seed, begins, begins + millis * 1_000_000L, ahead);
    }

    /** Where clocks are stepped, one hour ends while they race. */
    Map<String, Limit> limits() {
      return LimitRace.limits(utc, way.isStepped() ? 1 : 6);
    }

    StoreSteps steps() {
      return new StoreSteps(seed, begins, ahead);
    }

    String line() {
      return String.join(" ", way.name(), utc + "", seed + "", begins + "", ends + "", ahead + "");
    }

    static Call of(String line) {
      String[] words = line.split(" ");
      long[] n = Arrays.stream(words).skip(2).mapToLong(Long::parseLong).toArray();
      return new Call(Way.valueOf(words[0]), LocalTime.parse(words[1]), n[0], n[1], n[2], n[3]);
    }
  }

  /**
   * A permit that was given.
   *
   * @param sent before it was asked for, by the clock that all processes of this machine share
   * @param answered after it was given
   * @param back before it was given back; {@link Long#MAX_VALUE} where it was not
   */
  record Admission(String limit, String key, long cost, long sent, long answered, long back) {
    /** The same, sent and answered at other instants: microseconds of another clock. */
    Admission at(long least, long most) {
      return new Admission(limit, key, cost, least * 1_000, most * 1_000, back);
    }

    String line() {
      return String.join(" ", limit, key, Long.toString(cost), sent + "", answered + "", back + "");
    }

    static Admission of(String line) {
      String[] words = line.split(" ");
      long[] n = Arrays.stream(words).skip(2).mapToLong(Long::parseLong).toArray();
      return new Admission(words[0], words[1], n[0], n[1], n[2], n[3]);
    }
  }
}
