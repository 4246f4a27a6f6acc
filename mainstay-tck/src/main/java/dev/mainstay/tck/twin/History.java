package dev.mainstay.tck.twin;

import dev.mainstay.limits.Limit;
import dev.mainstay.limits.LimitBounds;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * What was let in under one rule for one key, and how much of the capacity that uses at an instant.
 * Everything else, such as when something fits again, is found by looking at later instants.
 */
abstract sealed class History {
  final Limit limit;
  final long per;

  private History(Limit limit) {
    this.limit = limit;
    this.per = LimitBounds.micros(limit.per());
  }

  static History of(Limit limit, Windows windows) {
    return switch (limit.algorithm()) {
      case GCRA, TOKEN_BUCKET, LEAKY_METER, LEAKY_QUEUE -> new Bucket(limit);
      case FIXED_WINDOW -> new Fixed(limit, windows);
      case SLIDING_COUNTER -> new Blended(limit, windows);
      case SLIDING_LOG -> new Log(limit);
      case CONCURRENCY -> new Leases(limit);
    };
  }

  abstract History copy();

  /** How much is used at an instant if nothing is let in until then. */
  abstract Exact used(long at);

  /** Remembers no more what counts no more, also if the clock is set back. */
  void forget(long at) {}

  /** Lets in. */
  abstract void admit(long at, long cost, String lease);

  final boolean fits(long at, long cost) {
    return used(at).plus(Exact.of(cost)).compareTo(Exact.of(limit.capacity())) <= 0;
  }

  final boolean isIdle(long at) {
    return used(at).isZero();
  }

  final long available(long at) {
    return Exact.of(limit.capacity()).minus(used(at)).floor();
  }

  final long untilFits(long now, long cost) {
    return first(now, at -> fits(at, cost));
  }

  final long untilIdle(long now) {
    return first(now, this::isIdle);
  }

  /** After how many microseconds something holds that holds from then on. */
  private static long first(long now, LongPredicate holds) {
    if (holds.test(now)) {
      return 0;
    }
    long not = 0;
    long does = 1;
    while (!holds.test(now + does)) {
      not = does;
      does *= 2;
    }
    while (does - not > 1) {
      long middle = (not + does) / 2;
      if (holds.test(now + middle)) {
        does = middle;
      } else {
        not = middle;
      }
    }
    return does;
  }

  /** The continuous-state leaky bucket of ITU-T I.371: each cost is poured in, and all drains. */
  static final class Bucket extends History {
    private BigInteger level = BigInteger.ZERO;
    private long since;

    Bucket(Limit limit) {
      super(limit);
    }

    @Override
    History copy() {
      Bucket copy = new Bucket(limit);
      copy.level = level;
      copy.since = since;
      return copy;
    }

    /** The level times {@code per}, so that it is whole. */
    private BigInteger levelAt(long at) {
      BigInteger drained =
          BigInteger.valueOf(at - since).multiply(BigInteger.valueOf(limit.permits()));
      return level.signum() == 0 ? level : level.subtract(drained).max(BigInteger.ZERO);
    }

    @Override
    Exact used(long at) {
      return new Exact(levelAt(at), BigInteger.valueOf(per));
    }

    @Override
    void admit(long at, long cost, String lease) {
      level = levelAt(at).add(BigInteger.valueOf(cost).multiply(BigInteger.valueOf(per)));
      since = at;
    }
  }

  /** What was let in in each window; a clock that was set back is still in the last one. */
  static sealed class Fixed extends History {
    final Windows windows;
    final TreeMap<Long, Long> sums = new TreeMap<>();

    Fixed(Limit limit, Windows windows) {
      super(limit);
      this.windows = windows;
    }

    @Override
    History copy() {
      Fixed copy = new Fixed(limit, windows);
      copy.sums.putAll(sums);
      return copy;
    }

    final long window(long at) {
      long window = windows.of(limit, at);
      return sums.isEmpty() ? window : Math.max(window, sums.lastKey());
    }

    final long sum(long window) {
      return sums.getOrDefault(window, 0L);
    }

    @Override
    Exact used(long at) {
      return Exact.of(sum(window(at)));
    }

    @Override
    void admit(long at, long cost, String lease) {
      sums.merge(window(at), cost, Long::sum);
      while (sums.size() > 2) {
        sums.pollFirstEntry();
      }
    }
  }

  /** The window now, and of the one before the share that still is less than a window ago. */
  static final class Blended extends Fixed {
    Blended(Limit limit, Windows windows) {
      super(limit, windows);
    }

    @Override
    History copy() {
      Blended copy = new Blended(limit, windows);
      copy.sums.putAll(sums);
      return copy;
    }

    private Exact before(long at, long sum) {
      long window = window(at);
      long covered = (window + 1) * per - Math.max(at, window * per);
      return new Exact(
          BigInteger.valueOf(sum).multiply(BigInteger.valueOf(covered)), BigInteger.valueOf(per));
    }

    @Override
    Exact used(long at) {
      long window = window(at);
      return Exact.of(sum(window)).plus(before(at, sum(window - 1)));
    }

    /** The same under another rule of the same length, with so many taken now. */
    Blended carried(Limit other, long at, long taken) {
      Blended carried = new Blended(other, windows);
      long earlier = sum(window(at) - 1);
      while (before(at, earlier).ceil() > taken) {
        long over = before(at, earlier).ceil() - taken;
        // In long strides while there is much too much, then one by one.
        earlier -= Math.max(1, over / 2);
      }
      while (earlier < sum(window(at) - 1) && before(at, earlier + 1).ceil() <= taken) {
        earlier++;
      }
      carried.sums.put(window(at) - 1, earlier);
      carried.sums.put(window(at), taken - before(at, earlier).ceil());
      return carried;
    }
  }

  /** Every take with its instant; none is before an earlier one, whatever the clock says. */
  static final class Log extends History {
    private record Entry(long at, long cost) {}

    private final List<Entry> entries = new ArrayList<>();

    Log(Limit limit) {
      super(limit);
    }

    @Override
    History copy() {
      return under(limit);
    }

    /** The same instants under another rule. */
    Log under(Limit other) {
      Log copy = new Log(other);
      copy.entries.addAll(entries);
      return copy;
    }

    @Override
    Exact used(long at) {
      return Exact.of(
          entries.stream()
              .filter(entry -> entry.at > at - per)
              .mapToLong(entry -> entry.cost)
              .sum());
    }

    @Override
    void forget(long at) {
      entries.removeIf(entry -> entry.at <= at - per);
    }

    @Override
    void admit(long at, long cost, String lease) {
      long last = entries.isEmpty() ? at : entries.get(entries.size() - 1).at;
      long instant = Math.max(at, last);
      forget(at);
      entries.add(new Entry(instant, cost));
    }
  }

  /** Who holds how many, and until when. */
  static final class Leases extends History {
    private record Lease(long cost, long until) {}

    private final Map<String, Lease> leases = new HashMap<>();

    Leases(Limit limit) {
      super(limit);
    }

    @Override
    History copy() {
      return under(limit);
    }

    /** The same holders under another rule. */
    Leases under(Limit other) {
      Leases copy = new Leases(other);
      copy.leases.putAll(leases);
      return copy;
    }

    @Override
    Exact used(long at) {
      return Exact.of(
          leases.values().stream()
              .filter(lease -> lease.until > at)
              .mapToLong(lease -> lease.cost)
              .sum());
    }

    @Override
    void admit(long at, long cost, String lease) {
      leases.values().removeIf(old -> old.until <= at);
      leases.put(lease, new Lease(cost, at + per));
    }

    /** Holds on to a lease for so long, or lets it go; whether it was there. */
    boolean hold(String name, long at, long length) {
      Lease lease = leases.get(name);
      if (lease == null || lease.until <= at) {
        return false;
      }
      if (length == 0) {
        leases.remove(name);
      } else {
        leases.put(name, new Lease(lease.cost, at + length));
      }
      return true;
    }
  }
}
