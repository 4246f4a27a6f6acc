package dev.mainstay.tck;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Limit;
import dev.mainstay.tck.LimitRace.Admission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds what certainly was too much. When a permit was counted is known only to lie between
 * question and answer: so of a window those are counted whose question and answer both lie within
 * it.
 */
final class LimitWatch {
  /** Of paced limits no longer window is looked at. */
  private static final long LONGEST = 5_000_000_000L;

  /** How well it is known when windows begin. */
  private static final long MARGIN = 2_000_000;

  private final Map<String, Limit> limits;
  private final long wall = System.currentTimeMillis() * 1_000_000 - System.nanoTime();

  LimitWatch(Map<String, Limit> limits) {
    this.limits = limits;
  }

  /** The worst of each key of each limit that was above its bound, in words. */
  List<String> wrongs(List<Admission> admissions) {
    List<String> wrongs = new ArrayList<>();
    Map<String, List<Admission>> keys =
        admissions.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.limit() + " " + one.key(), TreeMap::new, Collectors.toList()));
    keys.forEach(
        (name, all) -> {
          Limit limit = limits.get(all.get(0).limit());
          long over = over(limits.get(all.get(0).limit()), all);
          if (over > 0) {
            wrongs.add(name + ": " + over + " too many");
          }
        });
    return wrongs;
  }

  private long over(Limit limit, List<Admission> all) {
    return switch (limit.algorithm()) {
      case CONCURRENCY -> held(limit, all);
      case FIXED_WINDOW, SLIDING_COUNTER -> Math.max(taken(limit, all), aligned(limit, all));
      default -> taken(limit, all);
    };
  }

  /**
   * So many more than the permits were taken within one window of the store's clock, which is that
   * of this machine: so it is known where windows begin.
   */
  private long aligned(Limit limit, List<Admission> all) {
    if (limit.calendar() != null) {
      return 0;
    }
    long per = limit.per().toNanos();
    Map<Long, Long> windows = new TreeMap<>();
    for (Admission one : all) {
      long window = Math.floorDiv(wall + one.sent() - MARGIN, per);
      if (window == Math.floorDiv(wall + one.answered() + MARGIN, per)) {
        windows.merge(window, one.cost(), Long::sum);
      }
    }
    return windows.values().stream().mapToLong(taken -> taken - limit.permits()).max().orElse(0);
  }

  /** So many more than the permits were held at one instant, for certain. */
  private static long held(Limit limit, List<Admission> all) {
    List<long[]> steps = new ArrayList<>();
    for (Admission one : all) {
      long ends = Math.min(one.back(), one.sent() + limit.per().toNanos());
      if (one.answered() < ends) {
        steps.add(new long[] {one.answered(), one.cost()});
        steps.add(new long[] {ends, -one.cost()});
      }
    }
    steps.sort(Comparator.<long[]>comparingLong(step -> step[0]).thenComparingLong(s -> s[1]));
    long now = 0;
    long most = 0;
    for (long[] step : steps) {
      now += step[1];
      most = Math.max(most, now);
    }
    return most - limit.permits();
  }

  /** So many more than the bound were taken within a window, for certain. */
  private static long taken(Limit limit, List<Admission> all) {
    List<Admission> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingLong(Admission::answered));
    long worst = 0;
    for (Admission first : all) {
      worst = Math.max(worst, taken(limit, first.sent(), sorted));
    }
    return worst;
  }

  private static long taken(Limit limit, long begin, List<Admission> sorted) {
    long longest = longest(limit);
    long sum = 0;
    long worst = 0;
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

  private static long bound(Limit limit, long length) {
    if (limit.algorithm().isPaced()) {
      double rate = (double) limit.permits() / limit.per().toNanos();
      return limit.capacity() + (long) Math.floor((length * 1.001 + 2_000) * rate);
    }
    boolean isTwice = limit.algorithm() != Algorithm.SLIDING_LOG && limit.calendar() == null;
    return isTwice ? 2 * limit.permits() : limit.permits();
  }
}
