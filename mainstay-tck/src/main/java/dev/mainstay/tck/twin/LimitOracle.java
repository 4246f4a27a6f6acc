package dev.mainstay.tck.twin;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.Standing;
import dev.mainstay.limits.Take;
import dev.mainstay.spi.Edition;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides as the documentation says that limits do, from the history of what was let in. It shares
 * no arithmetic with the engines: numbers are exact fractions, and an instant at which something
 * changes is found by search.
 */
final class LimitOracle {
  /** Where something is kept: algorithms of one kind go on with what the others counted. */
  record Place(String name, String key, @Nullable String scope, String kind) {
    static Place of(Take take, Limit limit) {
      String scope = limit.within() == null ? null : take.scope();
      return new Place(take.limit(), take.key(), scope, kindOf(limit));
    }
  }

  /** What is asked of one limit. */
  record Wanted(Take take, List<Edition> editions) {
    Limit limit() {
      return editions.get(0).limit();
    }

    long version() {
      return editions.get(0).version();
    }

    boolean is(Mode mode) {
      return limit().mode() == mode;
    }

    Place place() {
      return Place.of(take, limit());
    }
  }

  /** What a limit has counted for a key, and the version of the rule that it was charged by. */
  private record Ledger(long version, History history) {}

  private final Windows windows = new Windows();
  private final Map<Place, Ledger> kept = new HashMap<>();

  static String kindOf(Limit limit) {
    return switch (limit.algorithm()) {
      case SLIDING_LOG, CONCURRENCY -> limit.algorithm().spelled();
      default -> "counted";
    };
  }

  Decision decide(List<Wanted> all, long now, String lease) {
    Decision listed = listed(all);
    if (listed != null) {
      return listed;
    }
    List<Ledger> ledgers = all.stream().map(wanted -> ledger(wanted, now)).toList();
    List<Wanted> fitting = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean counts = !all.get(i).is(Mode.ALLOW);
      if (counts && ledgers.get(i).history.fits(now, all.get(i).take.cost())) {
        fitting.add(all.get(i));
      }
    }
    Decision decision = decide(all, ledgers, now, lease);
    for (int i = 0; i < all.size() && decision.allowed(); i++) {
      // What only watches and has nothing new to count is as it was.
      if (fitting.contains(all.get(i)) || !isOfTheRuleNow(all.get(i))) {
        keep(all.get(i), ledgers.get(i));
      }
    }
    return decision;
  }

  private void keep(Wanted wanted, Ledger ledger) {
    kept.put(wanted.place(), new Ledger(wanted.version(), ledger.history));
  }

  /** A key on a block list is refused, one that is only on allow lists is not; nobody counts. */
  private static @Nullable Decision listed(List<Wanted> all) {
    List<String> blocked = names(all.stream().filter(wanted -> wanted.is(Mode.BLOCK)).toList());
    if (!blocked.isEmpty()) {
      return new Decision.Denied(List.of(), blocked, Optional.empty());
    }
    return all.stream().allMatch(wanted -> wanted.is(Mode.ALLOW))
        ? new Decision.Allowed(List.of(), Duration.ZERO, "", List.of())
        : null;
  }

  private static List<String> names(List<Wanted> some) {
    return some.stream().map(wanted -> wanted.take.limit()).toList();
  }

  private static Decision decide(List<Wanted> all, List<Ledger> ledgers, long now, String lease) {
    List<Wanted> not = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (!ledgers.get(i).history.fits(now, all.get(i).take.cost())) {
        not.add(all.get(i));
      }
    }
    List<String> violated = names(not.stream().filter(one -> one.is(Mode.ENFORCE)).toList());
    List<String> shadowed = names(not.stream().filter(one -> one.is(Mode.SHADOW)).toList());
    return violated.isEmpty()
        ? allowed(all, ledgers, now, lease, shadowed)
        : new Decision.Denied(standings(all, ledgers, now), violated, retry(all, ledgers, now));
  }

  private static Decision allowed(
      List<Wanted> all, List<Ledger> ledgers, long now, String lease, List<String> shadowed) {
    long delay = 0;
    boolean holds = false;
    for (int i = 0; i < all.size(); i++) {
      Wanted wanted = all.get(i);
      Ledger ledger = ledgers.get(i);
      if (wanted.is(Mode.ENFORCE)) {
        boolean waits = wanted.limit().algorithm() == Algorithm.LEAKY_QUEUE;
        delay = Math.max(delay, waits ? ledger.history.untilIdle(now) : 0);
      }
      if (!wanted.is(Mode.ALLOW) && ledger.history.fits(now, wanted.take.cost())) {
        holds |= wanted.limit().algorithm() == Algorithm.CONCURRENCY;
        ledger.history.admit(now, wanted.take.cost(), lease);
      }
    }
    return new Decision.Allowed(
        standings(all, ledgers, now), micros(delay), holds ? lease : "", shadowed);
  }

  private static Optional<Duration> retry(List<Wanted> all, List<Ledger> ledgers, long now) {
    long wait = 0;
    for (int i = 0; i < all.size(); i++) {
      long cost = all.get(i).take.cost();
      if (all.get(i).is(Mode.ENFORCE)) {
        if (cost > all.get(i).limit().capacity()) {
          return Optional.empty();
        }
        wait = Math.max(wait, ledgers.get(i).history.untilFits(now, cost));
      }
    }
    return Optional.of(micros(wait));
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  private static List<Standing> standings(List<Wanted> all, List<Ledger> ledgers, long now) {
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      standings.add(standing(all.get(i), ledgers.get(i), now));
    }
    return standings;
  }

  private static Standing standing(Wanted wanted, Ledger ledger, long now) {
    return new Standing(
        wanted.take.limit(),
        wanted.limit(),
        Math.max(0, ledger.history.available(now)),
        micros(ledger.history.untilIdle(now)));
  }

  Standing standing(Wanted wanted, long now) {
    return standing(wanted, ledger(wanted, now), now);
  }

  /** Whether something is in use, and was last charged by the rule that holds now. */
  boolean isCharged(Wanted wanted, long now) {
    return isInUse(wanted, now) && isOfTheRuleNow(wanted);
  }

  /** Whether what is kept, if anything, was last charged by the rule that holds now. */
  boolean isOfTheRuleNow(Wanted wanted) {
    Ledger there = kept.get(wanted.place());
    return there == null || there.version == wanted.version();
  }

  /** What is kept, as it counts by the rule now; a copy. */
  private Ledger ledger(Wanted wanted, long now) {
    Limit limit = wanted.limit();
    Ledger there = kept.get(wanted.place());
    if (there == null || there.history.isIdle(now)) {
      return new Ledger(wanted.version(), History.of(limit, windows));
    }
    if (there.history instanceof History.Leases leases) {
      return new Ledger(there.version, leases.under(limit));
    }
    return there.version == wanted.version()
        ? new Ledger(there.version, there.history.copy())
        : new Ledger(there.version, adopted(there, wanted.editions, now));
  }

  /** Rule after rule, as if each had been decided by in between. */
  private History adopted(Ledger there, List<Edition> editions, long now) {
    int next = 0;
    while (next < editions.size() && editions.get(next).version() != there.version) {
      next++;
    }
    Limit limit = editions.get(0).limit();
    if (next == editions.size()) {
      return History.of(limit, windows);
    }
    History history = there.history;
    for (next--; next >= 0; next--) {
      history = carried(history, editions.get(next), now);
    }
    return there.history instanceof History.Log log
            && log.per == history.per
            && log.used(now).compareTo(history.used(now)) == 0
        ? log.under(limit)
        : history;
  }

  private History carried(History before, Edition edition, long now) {
    Limit limit = edition.limit();
    History after = History.of(limit, windows);
    if (before.isIdle(now)) {
      return after;
    }
    long taken = limit.capacity() - inherited(before, edition, now);
    taken = Math.min(taken, 2 * limit.capacity());
    if (before instanceof History.Blended blended
        && limit.algorithm() == Algorithm.SLIDING_COUNTER
        && before.per == after.per
        && edition.inherit() != Inherit.RESET) {
      return blended.carried(limit, now, taken);
    }
    if (taken > 0) {
      after.admit(now, taken, "");
    }
    return after;
  }

  /** How many are available now. */
  private static long inherited(History before, Edition edition, long now) {
    long available = before.available(now);
    long old = before.limit.capacity();
    long capacity = edition.limit().capacity();
    return switch (edition.inherit()) {
      case AS_IS -> Math.min(available, capacity);
      case PROPORTIONAL ->
          new Exact(
                  BigInteger.valueOf(available).multiply(BigInteger.valueOf(capacity)),
                  BigInteger.valueOf(old))
              .floor();
      case ADDITIVE -> Math.min(capacity, capacity - (old - available));
      case RESET -> capacity;
    };
  }

  /** Whether something was in use; it is not any more. */
  boolean reset(Wanted wanted, long now) {
    Ledger there = kept.remove(wanted.place());
    return there != null && !there.history.isIdle(now);
  }

  /** Whether anything is kept, in use or not. */
  boolean isKept(Wanted wanted) {
    return kept.containsKey(wanted.place());
  }

  boolean hold(Wanted wanted, String lease, long now, long length) {
    Place place = wanted.place();
    Ledger there =
        kept.get(new Place(place.name, place.key, place.scope, Algorithm.CONCURRENCY.spelled()));
    return there != null
        && there.history instanceof History.Leases leases
        && leases.hold(lease, now, length);
  }

  /** Where anything is kept. */
  Set<Place> places() {
    return Set.copyOf(kept.keySet());
  }

  /** Forgets what is not in use; says where. */
  List<Place> forgetIdle(long now) {
    List<Place> idle =
        places().stream()
            .filter(place -> Objects.requireNonNull(kept.get(place)).history.isIdle(now))
            .toList();
    kept.keySet().removeAll(idle);
    return idle;
  }

  /** Whether anything is in use. */
  boolean isInUse(Wanted wanted, long now) {
    Ledger there = kept.get(wanted.place());
    return there != null && !there.history.isIdle(now);
  }
}
