package dev.mainstay.tck;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Limit;
import dev.mainstay.tck.LimitRace.Admission;
import dev.mainstay.tck.LimitRace.Call;
import dev.mainstay.tck.StoreSteps.Counted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what certainly was too much. When a permit was counted is known only to lie between
 * question and answer: so of a window those are counted whose question and answer both lie within
 * it.
 *
 * <p>Where the store's clock is stepped, windows are those of that clock, and where it stands
 * behind what was counted already, of the instants at which something is counted then: see {@link
 * StoreSteps#counted}. No window of those may have more than its bound.
 */
final class LimitWatch {
  /** Of paced limits no longer window is looked at. */
  private static final long LONGEST = 5_000_000_000L;

  /** How well it is known when windows begin. */
  private static final long MARGIN = 2_000_000;

  private final Map<String, Limit> limits;
  private final @Nullable StoreSteps steps;
  private final long wall;
  private final long margin;
  private int windows;
  private int full;
  private int behind;

  private LimitWatch(Map<String, Limit> limits, @Nullable StoreSteps steps, long wall) {
    this.limits = limits;
    this.steps = steps;
    this.wall = wall;
    this.margin = steps == null ? MARGIN : 0;
  }

  /** Of a race. */
  static LimitWatch of(Call call) {
    return call.way().isStepped()
        ? new LimitWatch(call.limits(), call.steps(), 0)
        : new LimitWatch(call.limits(), null, call.ahead());
  }

  /** How many windows something was let in within. */
  int windows() {
    return windows;
  }

  /** How many of them had all that they may: one more would have been too much. */
  int full() {
    return full;
  }

  /** How many were let in by a clock that stood behind what their key had counted. */
  int behind() {
    return behind;
  }

  /** How many were too many in the worst window of each limit that had such. */
  Map<String, Long> wrongs(List<Admission> admissions) {
    Map<String, Long> wrongs = new TreeMap<>();
    Map<String, List<Admission>> keys =
        admissions.stream().collect(Collectors.groupingBy(one -> one.limit() + " " + one.key()));
    for (List<Admission> all : keys.values()) {
      String name = all.get(0).limit();
      long over = over(Objects.requireNonNull(limits.get(name)), all);
      if (over > 0) {
        wrongs.merge(name, over, Math::max);
      }
    }
    return wrongs;
  }

  private long over(Limit limit, List<Admission> all) {
    if (limit.algorithm() == Algorithm.CONCURRENCY) {
      return held(limit, all);
    }
    List<Admission> counted = counted(all);
    return switch (limit.algorithm()) {
      case FIXED_WINDOW, SLIDING_COUNTER ->
          Math.max(taken(limit, counted), aligned(limit, counted));
      default -> taken(limit, counted);
    };
  }

  private List<Admission> counted(List<Admission> all) {
    if (steps == null) {
      return all;
    }
    List<Counted> counted = steps.counted(all);
    behind += (int) counted.stream().filter(Counted::isBehind).count();
    return counted.stream().map(Counted::one).toList();
  }

  /** So many more than the permits were taken within one window of the store's clock. */
  private long aligned(Limit limit, List<Admission> all) {
    Map<Long, Long> sums = new TreeMap<>();
    for (Admission one : all) {
      long window = window(limit, wall + one.sent() - margin);
      if (window == window(limit, wall + one.answered() + margin)) {
        sums.merge(window, one.cost(), Long::sum);
      }
    }
    return sums.values().stream().mapToLong(sum -> judged(sum - limit.permits())).max().orElse(0);
  }

  private static long window(Limit limit, long nanos) {
    CalendarWindow calendar = limit.calendar();
    return calendar == null
        ? Math.floorDiv(nanos, limit.per().toNanos())
        : calendar.begin(Instant.ofEpochSecond(0, nanos)).getEpochSecond();
  }

  private long judged(long over) {
    windows++;
    full += over == 0 ? 1 : 0;
    return over;
  }

  /** So many more than the permits were held at one instant, for certain. */
  private long held(Limit limit, List<Admission> all) {
    List<long[]> changes = new ArrayList<>();
    for (Admission one : all) {
      long per = limit.per().toNanos();
      long lapses = steps == null ? one.sent() + per : steps.ends(one, per);
      long ends = Math.min(one.back(), lapses);
      if (one.answered() < ends) {
        changes.add(new long[] {one.answered(), one.cost()});
        changes.add(new long[] {ends, -one.cost()});
      }
    }
    changes.sort(Comparator.<long[]>comparingLong(step -> step[0]).thenComparingLong(s -> s[1]));
    long now = 0;
    long most = 0;
    for (long[] change : changes) {
      now += change[1];
      most = Math.max(most, now);
    }
    return most - limit.permits();
  }

  /** So many more than the bound were taken within a window, for certain. */
  private long taken(Limit limit, List<Admission> all) {
    List<Admission> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingLong(Admission::answered));
    return all.stream()
        .mapToLong(first -> judged(taken(limit, first.sent(), sorted)))
        .max()
        .orElse(0);
  }

  private long taken(Limit limit, long begin, List<Admission> sorted) {
    long longest = longest(limit);
    long sum = 0;
    long worst = Long.MIN_VALUE;
    for (int i = from(sorted, begin); i < sorted.size(); i++) {
      Admission one = sorted.get(i);
      long length = one.answered() - begin;
      if (length > longest) {
        break;
      }
      if (one.sent() >= begin) {
        sum += one.cost();
        worst = Math.max(worst, sum - bound(limit, length));
      }
    }
    return worst;
  }

  /** The first that was answered after an instant. */
  private static int from(List<Admission> sorted, long begin) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).answered() < begin) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** A thousandth less than the window, since this clock may go faster than the store's. */
  private static long longest(Limit limit) {
    long per = limit.per().toNanos();
    return limit.algorithm().isPaced() ? LONGEST : per - per / 1_000;
  }

  private long bound(Limit limit, long length) {
    if (limit.algorithm().isPaced()) {
      double rate = (double) limit.permits() / limit.per().toNanos();
      return limit.capacity() + (long) Math.floor((length * 1.001 + 2_000) * rate);
    }
    // A race by a clock that is not stepped lies within one hour of each calendar.
    boolean isOneWindow = limit.calendar() != null && steps == null;
    boolean isTwice = limit.algorithm() != Algorithm.SLIDING_LOG && !isOneWindow;
    return isTwice ? 2 * limit.permits() : limit.permits();
  }
}
