package dev.mainstay.memory;

import dev.mainstay.limits.Limit;
import dev.mainstay.limits.LimitBounds;
import dev.mainstay.limits.Settled;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Charge.Adoption;
import dev.mainstay.spi.Gauge;
import dev.mainstay.spi.Hold;
import dev.mainstay.spi.Lapsed;
import dev.mainstay.spi.Reading;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one limit has counted for one key. */
abstract sealed class Counted {
  private long version;
  private Limit limit;
  private Map<String, Pending> pending = new LinkedHashMap<>();

  private Counted(Limit limit) {
    this.limit = limit;
  }

  /** What is reserved until an instant; settled ones hold nothing and are only remembered. */
  private record Pending(long cost, long ends, boolean isCharged, boolean isSettled) {
    boolean isDue(long now) {
      return ends <= now && isCharged && cost > 0;
    }
  }

  /** Nothing is counted yet. */
  static Counted fresh(Limit limit) {
    return switch (limit.algorithm()) {
      case SLIDING_LOG -> new Log(limit);
      case CONCURRENCY -> new Held(limit);
      default -> new Numbers(limit);
    };
  }

  /** The rule that it was last charged by, or is asked by first. */
  final Limit rule() {
    return limit;
  }

  /** The version of the rule that it was last charged by; 0 where it never was. */
  final long version() {
    return version;
  }

  /** The same is counted in another, of the same version and with the same reserved. */
  final <T extends Counted> T into(T same) {
    Counted counted = same;
    counted.version = version;
    counted.limit = limit;
    counted.pending = new LinkedHashMap<>(pending);
    return same;
  }

  /**
   * Charges what lapsed as of the instant at which it did, by the rule that it was reserved by, and
   * forgets what else lapsed.
   */
  final void lapse(long now) {
    List<Lapsed> lapsed = lapsed(now);
    forgetLapsed(now);
    lapsed.forEach(one -> charge(limit, one.cost(), one.ends(), ""));
  }

  final void forgetLapsed(long now) {
    pending.values().removeIf(one -> one.ends <= now);
  }

  /** What lapsed and is to be charged. */
  final List<Lapsed> lapsed(long now) {
    return pending.values().stream()
        .filter(one -> one.isDue(now))
        .sorted(Comparator.comparingLong(Pending::ends))
        .map(one -> new Lapsed(one.cost, one.ends))
        .toList();
  }

  /** How much is reserved. */
  final long held(long now) {
    return pending.values().stream().filter(one -> one.ends > now).mapToLong(Pending::cost).sum();
  }

  final boolean knows(String name, long now) {
    Pending one = pending.get(name);
    return one != null && one.ends > now;
  }

  /** Whether it is as if nothing had ever been counted. */
  final boolean isOver(long now) {
    if (pending.isEmpty()) {
      return isForgotten(now);
    }
    Counted then = copy();
    then.lapse(now);
    return then.pending.isEmpty() && then.isForgotten(now);
  }

  final void reserve(Charge charge, long cost, Hold hold, long now) {
    by(charge);
    long ends = now + LimitBounds.micros(hold.length());
    pending.put(hold.name(), new Pending(cost, ends, hold.isCharged(), false));
  }

  /** Why a reservation cannot be settled; {@code null} where it can. */
  final @Nullable Settled unsettled(String name, long now) {
    if (!knows(name, now)) {
      return Settled.LAPSED;
    }
    return Objects.requireNonNull(pending.get(name)).isSettled ? Settled.BEFORE : null;
  }

  /** Charges permits of a reservation that can be settled. */
  final Settled settle(Charge charge, String name, long permits, boolean last, long now) {
    Pending one = Objects.requireNonNull(pending.get(name));
    by(charge);
    // More than twice the capacity is not owed: a debt has an end, and is counted exactly.
    long owed = Math.min(permits, 2 * charge.limit().capacity());
    if (owed > 0) {
      charge(charge.limit(), owed, now, "");
    }
    long rest = last ? 0 : Math.max(0, one.cost - permits);
    pending.put(name, new Pending(rest, one.ends, one.isCharged, last));
    return Settled.DONE;
  }

  /** The same by another rule, as an adoption says. */
  final Counted adopting(Charge charge, Adoption adoption) {
    if (adoption.isKept()) {
      return copy().by(charge);
    }
    Counted other = into(adopting(charge.limit(), adoption.after()));
    other.forgetLapsed(adoption.after().now());
    return other.by(charge);
  }

  private Counted by(Charge charge) {
    version = charge.version();
    limit = charge.limit();
    return this;
  }

  abstract Counted copy();

  abstract Reading reading(long now);

  abstract boolean isForgotten(long now);

  /** Forgets what counts no more, so that a clock that is set back does not bring it back. */
  abstract void forget(long now);

  /** The same counted by another rule. */
  abstract Counted adopting(Limit limit, Reading after);

  /** Charges a take by a rule, whose version it is of from then on. */
  final void charge(Charge charge, long cost, long now, String lease) {
    by(charge);
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

    Numbers(Limit limit) {
      super(limit);
    }

    @Override
    Counted copy() {
      Numbers copy = into(new Numbers(rule()));
      copy.reading = reading;
      copy.idle = idle;
      return copy;
    }

    @Override
    Reading reading(long now) {
      return new Reading(now, reading.a(), reading.b(), reading.c(), held(now), lapsed(now));
    }

    @Override
    boolean isForgotten(long now) {
      return now >= idle;
    }

    @Override
    void forget(long now) {
      reading = isForgotten(now) ? Reading.none(0) : reading;
    }

    @Override
    Counted adopting(Limit limit, Reading after) {
      Numbers other = new Numbers(limit);
      other.reading = after;
      other.idle = after.now() + Gauge.of(limit, after).untilIdle();
      return other;
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

    Log(Limit limit) {
      super(limit);
    }

    @Override
    Counted copy() {
      Log copy = into(new Log(rule()));
      copy.entries.addAll(entries);
      copy.per = per;
      return copy;
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
      return new Reading(now, taken, last, 0, held(now), lapsed(now));
    }

    @Override
    boolean isForgotten(long now) {
      return entries.isEmpty() || entries.getLast().at <= now - per;
    }

    @Override
    void forget(long now) {
      while (!entries.isEmpty() && entries.getFirst().at <= now - per) {
        entries.removeFirst();
      }
    }

    @Override
    Counted adopting(Limit limit, Reading after) {
      Log other = new Log(limit);
      other.per = LimitBounds.micros(limit.per());
      if (after.a() > 0) {
        other.entries.add(new Entry(after.now(), after.a()));
      }
      return other;
    }

    @Override
    void charge(Limit limit, long cost, long now, String lease) {
      per = LimitBounds.micros(limit.per());
      forget(now);
      // Where the clock was set back, no entry is before an earlier one.
      long last = entries.isEmpty() ? now : entries.getLast().at;
      entries.addLast(new Entry(Math.max(now, last), cost));
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

    Held(Limit limit) {
      super(limit);
    }

    @Override
    Counted copy() {
      Held copy = new Held(rule());
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
    void forget(long now) {
      holders.values().removeIf(holder -> holder.until <= now);
    }

    @Override
    Counted adopting(Limit limit, Reading after) {
      return this;
    }

    @Override
    void charge(Limit limit, long cost, long now, String lease) {
      forget(now);
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
