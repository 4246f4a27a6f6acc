package dev.mainstay.memory;

import dev.mainstay.limits.Limit;
import dev.mainstay.limits.LimitBounds;
import dev.mainstay.limits.Settled;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Gauge;
import dev.mainstay.spi.Hold;
import dev.mainstay.spi.Reading;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one limit has counted for one key. */
abstract sealed class Counted {
  private long version;
  private Map<String, Pending> pending = new LinkedHashMap<>();

  /** What is reserved until an instant; settled ones hold nothing and are only remembered. */
  private record Pending(long cost, long ends, boolean isCharged, boolean isSettled) {}

  /** Nothing is counted yet. */
  static Counted fresh(Limit limit) {
    return switch (limit.algorithm()) {
      case SLIDING_LOG -> new Log();
      case CONCURRENCY -> new Held();
      default -> new Numbers();
    };
  }

  /** The version of the rule that it was last charged by; 0 where it never was. */
  final long version() {
    return version;
  }

  final <T extends Counted> T as(long other, T same) {
    Counted counted = same;
    counted.version = other;
    counted.pending = new LinkedHashMap<>(pending);
    return same;
  }

  /** Charges what lapsed as of the instant at which it did, and forgets what else lapsed. */
  final void lapse(Limit limit, long now) {
    pending.values().stream()
        .filter(one -> one.ends <= now && one.isCharged && !one.isSettled)
        .sorted(Comparator.comparingLong(Pending::ends))
        .forEach(one -> chargeLate(limit, one.cost, one.ends, now));
    pending.values().removeIf(one -> one.ends <= now);
  }

  void chargeLate(Limit limit, long cost, long at, long now) {
    charge(limit, cost, at, "");
  }

  /** How much is reserved. */
  final long held(long now) {
    return pending.values().stream().filter(one -> one.ends > now).mapToLong(Pending::cost).sum();
  }

  final boolean knows(Hold hold) {
    return pending.containsKey(hold.name());
  }

  final boolean hasPending() {
    return !pending.isEmpty();
  }

  final void reserve(Charge charge, long cost, Hold hold, long now) {
    version = charge.version();
    long ends = now + LimitBounds.micros(hold.length());
    pending.put(hold.name(), new Pending(cost, ends, hold.isCharged(), false));
  }

  /** Charges permits of a reservation. */
  final Settled settle(Charge charge, String name, long permits, boolean last, long now) {
    Pending one = pending.get(name);
    if (one == null) {
      return Settled.LAPSED;
    }
    if (one.isSettled) {
      return Settled.BEFORE;
    }
    if (permits > 0) {
      charge(charge.limit(), permits, now, "");
    }
    long rest = last ? 0 : Math.max(0, one.cost - permits);
    pending.put(name, new Pending(rest, one.ends, one.isCharged, last));
    return Settled.DONE;
  }

  /** The same, of another version of the rule. */
  final Counted by(long other) {
    version = other;
    return this;
  }

  abstract Counted copy();

  abstract Reading reading(long now);

  abstract boolean isForgotten(long now);

  /** The same counted by another rule. */
  abstract Counted adopting(Limit limit, Reading after);

  /** Charges a take by a rule, whose version it is of from then on. */
  final void charge(Charge charge, long cost, long now, String lease) {
    version = charge.version();
    charge(charge.limit(), cost, now, lease);
  }

  abstract void charge(Limit limit, long cost, long now, String lease);

  final boolean fits(Limit limit, long cost, long now) {
    return Gauge.of(limit, reading(now)).fits(cost);
  }

  /** What only the store can tell of the time until a take fits. */
  long wait(Limit limit, long cost, long now) {
    return 0;
  }

  /** Three numbers that the gauge reads. */
  static final class Numbers extends Counted {
    private Reading reading = Reading.none(0);
    private long idle;

    @Override
    Counted copy() {
      Numbers copy = new Numbers();
      copy.reading = reading;
      copy.idle = idle;
      return as(version(), copy);
    }

    @Override
    Reading reading(long now) {
      return new Reading(now, reading.a(), reading.b(), reading.c(), held(now));
    }

    @Override
    boolean isForgotten(long now) {
      return now >= idle;
    }

    @Override
    Counted adopting(Limit limit, Reading after) {
      Numbers other = new Numbers();
      other.reading = after;
      other.idle = after.now() + Gauge.of(limit, after).untilIdle();
      return as(version(), other);
    }

    @Override
    void charge(Limit limit, long cost, long now, String lease) {
      Gauge gauge = Gauge.of(limit, reading(now));
      gauge.charge(cost);
      reading = gauge.reading();
      idle = now + gauge.untilIdle();
    }
  }

  /** Each take with its instant. */
  static final class Log extends Counted {
    private record Entry(long at, long cost) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long per;

    @Override
    Counted copy() {
      Log copy = new Log();
      copy.entries.addAll(entries);
      copy.per = per;
      return as(version(), copy);
    }

    @Override
    Reading reading(long now) {
      long taken = 0;
      long last = 0;
      for (Entry entry : entries) {
        if (entry.at > now - per) {
          taken += entry.cost;
          last = entry.at + per;
        }
      }
      return new Reading(now, taken, last, 0, held(now));
    }

    @Override
    boolean isForgotten(long now) {
      return entries.isEmpty() || entries.getLast().at <= now - per;
    }

    @Override
    Counted adopting(Limit limit, Reading after) {
      Log other = new Log();
      other.per = LimitBounds.micros(limit.per());
      if (other.per == per && reading(after.now()).a() == after.a()) {
        return copy();
      }
      if (after.a() > 0) {
        other.entries.add(new Entry(after.now(), after.a()));
      }
      return as(version(), other);
    }

    @Override
    void charge(Limit limit, long cost, long now, String lease) {
      per = LimitBounds.micros(limit.per());
      while (!entries.isEmpty() && entries.getFirst().at <= now - per) {
        entries.removeFirst();
      }
      // Where the clock was set back, no entry is before an earlier one.
      long last = entries.isEmpty() ? now : entries.getLast().at;
      entries.addLast(new Entry(Math.max(now, last), cost));
    }

    @Override
    void chargeLate(Limit limit, long cost, long at, long now) {
      charge(limit, cost, now, "");
    }

    @Override
    long wait(Limit limit, long cost, long now) {
      long over = reading(now).a() + held(now) + cost - limit.permits();
      Iterator<Entry> oldest = entries.iterator();
      long until = 0;
      while (over > 0 && oldest.hasNext()) {
        Entry entry = oldest.next();
        if (entry.at > now - per) {
          over -= entry.cost;
          until = entry.at + per - now;
        }
      }
      return until;
    }
  }

  /** Who holds permits, and until when. */
  static final class Held extends Counted {
    private record Holder(long cost, long until) {}

    private final Map<String, Holder> holders = new HashMap<>();

    @Override
    Counted copy() {
      Held copy = new Held();
      copy.holders.putAll(holders);
      return copy;
    }

    @Override
    Reading reading(long now) {
      long taken = 0;
      long last = 0;
      for (Holder holder : holders.values()) {
        if (holder.until > now) {
          taken += holder.cost;
          last = Math.max(last, holder.until);
        }
      }
      return new Reading(now, taken, last, 0, 0);
    }

    @Override
    boolean isForgotten(long now) {
      return holders.values().stream().allMatch(holder -> holder.until <= now);
    }

    @Override
    Counted adopting(Limit limit, Reading after) {
      return this;
    }

    @Override
    void charge(Limit limit, long cost, long now, String lease) {
      holders.values().removeIf(holder -> holder.until <= now);
      holders.put(lease, new Holder(cost, now + LimitBounds.micros(limit.per())));
    }

    boolean hold(String lease, long length, long now) {
      Holder holder = holders.get(lease);
      if (holder == null || holder.until <= now) {
        return false;
      }
      if (length == 0) {
        holders.remove(lease);
      } else {
        holders.put(lease, new Holder(holder.cost, now + length));
      }
      return true;
    }

    @Override
    long wait(Limit limit, long cost, long now) {
      long over = reading(now).a() + cost - limit.permits();
      long until = 0;
      List<Holder> soonest =
          holders.values().stream()
              .filter(holder -> holder.until > now)
              .sorted(Comparator.comparingLong(Holder::until))
              .toList();
      for (Holder holder : soonest) {
        if (over > 0) {
          over -= holder.cost;
          until = holder.until - now;
        }
      }
      return until;
    }
  }
}
