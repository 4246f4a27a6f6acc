package dev.mainstay.memory;

import dev.mainstay.limits.Limit;
import dev.mainstay.limits.LimitBounds;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Gauge;
import dev.mainstay.spi.Reading;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What one limit has counted for one key. */
abstract sealed class Counted {
  private long version;

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
    ((Counted) same).version = other;
    return same;
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
      return new Reading(now, reading.a(), reading.b(), reading.c(), 0);
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
      return new Reading(now, taken, last, 0, 0);
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
    long wait(Limit limit, long cost, long now) {
      long over = reading(now).a() + cost - limit.permits();
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
