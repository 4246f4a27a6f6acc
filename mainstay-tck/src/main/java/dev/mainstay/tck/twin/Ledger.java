package dev.mainstay.tck.twin;

import dev.mainstay.limits.Settled;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a limit has counted for a key: what was let in, and what is reserved, which is as if it were
 * taken until it is settled or lapses.
 */
final class Ledger {
  /** The version of the rule that it was last charged by. */
  final long version;

  final History history;
  private final Map<String, Pending> pending;

  /** A reservation; one that was settled is known until it would have lapsed. */
  private record Pending(long cost, long ends, boolean isCharged, boolean isSettled) {
    boolean isDue(long now) {
      return ends <= now && isCharged && !isSettled;
    }
  }

  private Ledger(long version, History history, Map<String, Pending> pending) {
    this.version = version;
    this.history = history;
    this.pending = new LinkedHashMap<>(pending);
  }

  /** With nothing counted yet. */
  static Ledger of(long version, History history) {
    return new Ledger(version, history, Map.of());
  }

  /** The same reservations beside another history. */
  Ledger with(long version, History history) {
    return new Ledger(version, history, pending);
  }

  Ledger copy() {
    return with(version, history.copy());
  }

  /** What lapsed is charged as of then, or is given back. */
  void lapse(long now) {
    pending.values().stream()
        .filter(one -> one.isDue(now))
        .sorted(Comparator.comparingLong(Pending::ends))
        .forEach(one -> history.admit(one.ends, one.cost, ""));
    pending.values().removeIf(one -> one.ends <= now);
  }

  /** Whether something has lapsed and was not looked at yet. */
  boolean isLapsing(long now) {
    return pending.values().stream().anyMatch(one -> one.ends <= now);
  }

  /** Whether something lapsed that is to be charged. */
  boolean isDue(long now) {
    return pending.values().stream().anyMatch(one -> one.isDue(now));
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  boolean knows(String id) {
    return pending.containsKey(id);
  }

  private long held() {
    return pending.values().stream().mapToLong(Pending::cost).sum();
  }

  boolean fits(long now, long cost) {
    return history.fits(now, cost + held());
  }

  long available(long now) {
    return history.available(now) - held();
  }

  /** Whether it fits only when something was settled or has lapsed. */
  boolean isUpToOthers(long cost) {
    return cost + held() > history.limit.capacity();
  }

  long untilFits(long now, long cost) {
    return history.untilFits(now, cost + held());
  }

  long untilIdle(long now) {
    return history.untilIdle(now);
  }

  /** Whether all is as if nothing had ever been asked. */
  boolean isIdle(long now) {
    Ledger then = copy();
    then.lapse(now);
    return then.pending.isEmpty() && then.history.isIdle(now);
  }

  void reserve(String id, long cost, long ends, boolean isCharged) {
    pending.put(id, new Pending(cost, ends, isCharged, false));
  }

  /**
   * Charges permits of a reservation now, up to the most that one may owe; those that are left of
   * it are free after the last.
   */
  Settled settle(String id, long permits, long most, boolean isLast, long now) {
    Pending one = pending.get(id);
    if (one == null) {
      return Settled.LAPSED;
    }
    if (one.isSettled) {
      return Settled.BEFORE;
    }
    long owed = Math.min(permits, most);
    if (owed > 0) {
      history.admit(now, owed, "");
    }
    long rest = isLast ? 0 : Math.max(0, one.cost - permits);
    pending.put(id, new Pending(rest, one.ends, one.isCharged, isLast));
    return Settled.DONE;
  }
}
