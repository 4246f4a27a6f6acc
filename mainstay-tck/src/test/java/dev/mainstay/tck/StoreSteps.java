package dev.mainstay.tck;

import dev.mainstay.tck.LimitRace.Admission;
import dev.mainstay.time.StoreClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A store's clock that is set back and forth, for all processes of this machine alike: the clock
 * that they share, and steps that a seed chooses.
 *
 * <p>From the latest instant that it has shown it is set back, by minutes, by milliseconds and by
 * seconds in turn; and mostly from there to a little after that instant, so that permits come back
 * too. It stands a day ahead, so that nothing it counts ends by the clock of the server.
 */
final class StoreSteps implements StoreClock {
  private static final long SECOND = 1_000_000_000;
  private static final long LONGEST = 330 * SECOND;

  /** So far ahead it begins: half a minute before or after an hour of the race ends. */
  private static final long AHEAD = (86_400 + 30) * SECOND;

  /** Further than this it is never behind what it has shown. */
  private static final long FURTHEST = 540 * SECOND;

  /** How far it is set back, and how far beyond what it has shown it is set forth. */
  private static final long[][] BACK = {
    {240 * SECOND, 480 * SECOND}, {SECOND / 1_000, SECOND / 10}, {SECOND / 10, 5 * SECOND}
  };

  private static final long[][] FORTH = {
    {20 * SECOND, 60 * SECOND}, {0, SECOND / 20}, {SECOND / 10, SECOND}
  };

  /** Since an instant of the shared clock it is so far ahead of that clock. */
  private record Step(long since, long ahead) {}

  /** What a clock could have shown between two instants. */
  private record Range(long least, long most) {}

  private final List<Step> steps = new ArrayList<>();

  /**
   * @param begins an instant of the shared clock
   * @param ahead by so many nanoseconds the clock of the wall is ahead of the shared one
   */
  StoreSteps(long seed, long begins, long ahead) {
    SplittableRandom random = new SplittableRandom(seed);
    steps.add(new Step(begins, ahead + AHEAD));
    long latest = begins + ahead + AHEAD;
    int backs = 0;
    int forths = 0;
    for (long at = begins; at < begins + LONGEST; ) {
      long length = random.nextLong(SECOND / 20, SECOND * 7 / 20);
      long shown = at + length + last().ahead;
      latest = Math.max(latest, shown);
      at += length;
      boolean isBack = shown == latest || random.nextInt(5) == 0;
      long[] sizes = isBack ? BACK[backs++ % BACK.length] : FORTH[forths++ % FORTH.length];
      long size = random.nextLong(sizes[0], sizes[1]);
      long then = isBack ? Math.max(shown - size, latest - FURTHEST) : latest + size;
      steps.add(new Step(at, then - at));
    }
  }

  private Step last() {
    return steps.get(steps.size() - 1);
  }

  @Override
  public long millis() {
    return micros() / 1_000;
  }

  @Override
  public long micros() {
    long now = System.nanoTime();
    return shown(index(now), now);
  }

  private long shown(int index, long nanos) {
    return (nanos + steps.get(index).ahead) / 1_000;
  }

  /** The last step until an instant. */
  private int index(long nanos) {
    int low = 0;
    int high = steps.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (steps.get(middle).since <= nanos) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private Range range(long from, long to) {
    int first = index(from);
    int last = index(to);
    long least = shown(first, from);
    long most = shown(last, to);
    for (int i = first; i < last; i++) {
      long next = steps.get(i + 1).since;
      least = Math.min(least, shown(i + 1, next));
      most = Math.max(most, shown(i, next));
    }
    return new Range(least, most);
  }

  /** When something that was counted for so long could have ended first, by the shared clock. */
  long ends(Admission one, long nanos) {
    long ends = range(one.sent(), one.answered()).least + nanos / 1_000;
    for (int i = index(one.sent()); i < steps.size(); i++) {
      long since = Math.max(one.sent(), steps.get(i).since);
      long until = i + 1 < steps.size() ? steps.get(i + 1).since : Long.MAX_VALUE / 2;
      long at = Math.max(since, ends * 1_000 - steps.get(i).ahead);
      if (at < until) {
        return at;
      }
    }
    throw new IllegalStateException("the last step has no end");
  }

  /**
   * When an admission was counted.
   *
   * @param one the same admission, {@link Admission#sent} not later and {@link Admission#answered}
   *     not earlier than that, in nanoseconds of this clock
   * @param isBehind whether the clock certainly stood behind what its key had counted before
   */
  record Counted(Admission one, boolean isBehind) {}

  /**
   * When the admissions of one key were counted: each at what the clock showed then, or where that
   * was earlier, at the instant of the one before. So no instant is before an earlier one's, and of
   * two that did not overlap it is known which was the earlier one.
   */
  List<Counted> counted(List<Admission> all) {
    List<Admission> answered = new ArrayList<>(all);
    answered.sort(Comparator.comparingLong(Admission::answered));
    List<Admission> sent = new ArrayList<>(all);
    sent.sort(Comparator.comparingLong(Admission::sent));
    Map<Admission, Long> most = most(answered, sent);
    Map<Admission, Long> least = new IdentityHashMap<>();
    List<Counted> counted = new ArrayList<>();
    long latest = 0;
    int done = 0;
    for (Admission one : sent) {
      while (answered.get(done).answered() < one.sent()) {
        latest = Math.max(latest, least.get(answered.get(done++)));
      }
      Range range = range(one.sent(), one.answered());
      least.put(one, Math.max(latest, range.least));
      counted.add(new Counted(one.at(least.get(one), most.get(one)), range.most < latest));
    }
    return counted;
  }

  /** The latest instants: the latest that was shown to one that could have been before. */
  private Map<Admission, Long> most(List<Admission> answered, List<Admission> sent) {
    Map<Admission, Long> most = new IdentityHashMap<>();
    long latest = 0;
    int begun = 0;
    for (Admission one : answered) {
      for (; begun < sent.size() && sent.get(begun).sent() <= one.answered(); begun++) {
        Admission other = sent.get(begun);
        latest = Math.max(latest, range(other.sent(), other.answered()).most);
      }
      most.put(one, latest);
    }
    return most;
  }
}
