package dev.mainstay.tck.twin;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.Settled;
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
  /** Said of a wait that depends on what others settle, and when. */
  static final Duration UP_TO_OTHERS = Duration.ofSeconds(-1);

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

  /** What is reserved. */
  record Wish(String id, long length, boolean isCharged) {}

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
      if (counts && ledgers.get(i).fits(now, all.get(i).take.cost())) {
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

  /** The same answer as of a take, but what fits is only reserved. */
  Decision reserve(Wanted wanted, Wish wish, long now, String lease) {
    List<Wanted> one = List.of(wanted);
    Decision listed = listed(one);
    if (listed != null) {
      return listed;
    }
    Ledger ledger = ledger(wanted, now);
    if (ledger.knows(wish.id)) {
      List<Standing> standings = standings(one, List.of(ledger), now);
      return new Decision.Allowed(standings, Duration.ZERO, lease, List.of());
    }
    if (decide(one, List.of(ledger.copy()), now, "") instanceof Decision.Allowed yes) {
      if (ledger.fits(now, wanted.take.cost())) {
        ledger.reserve(wish.id, wanted.take.cost(), now + wish.length, wish.isCharged);
      }
      Decision allowed = new Decision.Allowed(yes.standings(), yes.delay(), lease, yes.shadowed());
      keep(wanted, ledger);
      return allowed;
    }
    return decide(one, List.of(ledger), now, "");
  }

  Settled settle(Wanted wanted, String id, long permits, boolean isLast, long now) {
    if (!kept.containsKey(wanted.place())) {
      return Settled.LAPSED;
    }
    Ledger ledger = ledger(wanted, now);
    Settled settled = ledger.settle(id, permits, 2 * wanted.limit().capacity(), isLast, now);
    if (settled == Settled.DONE) {
      keep(wanted, ledger);
    }
    return settled;
  }

  private void keep(Wanted wanted, Ledger ledger) {
    kept.put(wanted.place(), ledger.with(wanted.version(), ledger.history));
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
      if (!ledgers.get(i).fits(now, all.get(i).take.cost())) {
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
        delay = Math.max(delay, waits ? ledger.untilIdle(now) : 0);
      }
      if (!wanted.is(Mode.ALLOW) && ledger.fits(now, wanted.take.cost())) {
        holds |= wanted.limit().algorithm() == Algorithm.CONCURRENCY;
        ledger.history.admit(now, wanted.take.cost(), lease);
      }
    }
    return new Decision.Allowed(
        standings(all, ledgers, now), micros(delay), holds ? lease : "", shadowed);
  }

  private static Optional<Duration> retry(List<Wanted> all, List<Ledger> ledgers, long now) {
    long wait = 0;
    boolean isUpToOthers = false;
    for (int i = 0; i < all.size(); i++) {
      long cost = all.get(i).take.cost();
      if (all.get(i).is(Mode.ENFORCE)) {
        if (cost > all.get(i).limit().capacity()) {
          return Optional.empty();
        }
        boolean isOpen = ledgers.get(i).isUpToOthers(cost);
        isUpToOthers |= isOpen;
        wait = Math.max(wait, isOpen ? 0 : ledgers.get(i).untilFits(now, cost));
      }
    }
    return Optional.of(isUpToOthers ? UP_TO_OTHERS : micros(wait));
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
        Math.max(0, ledger.available(now)),
        micros(ledger.untilIdle(now)));
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

  /** Whether a reservation is known still: it holds permits, or it was settled. */
  boolean isReserved(Wanted wanted, String id, long now) {
    return kept.containsKey(wanted.place()) && ledger(wanted, now).knows(id);
  }

  /** Whether reservations have lapsed. */
  boolean hasLapsed(Wanted wanted, long now) {
    Ledger there = kept.get(wanted.place());
    return there != null && there.isLapsing(now);
  }

  /** Whether one of them is to be charged late. */
  boolean isDue(Wanted wanted, long now) {
    Ledger there = kept.get(wanted.place());
    return there != null && there.isDue(now);
  }

  /** What is kept, as it counts by the rule now; a copy. */
  private Ledger ledger(Wanted wanted, long now) {
    Limit limit = wanted.limit();
    Ledger there = kept.get(wanted.place());
    if (there == null || there.isIdle(now)) {
      return Ledger.of(wanted.version(), History.of(limit, windows));
    }
    // What lapsed is charged by the rule that it was reserved by, whenever somebody looks.
    Ledger ledger = there.copy();
    ledger.lapse(now);
    ledger = ledger.history.isIdle(now) ? ledger.with(ledger.version, renewed(ledger)) : ledger;
    ledger.history.forget(now);
    if (ledger.history instanceof History.Leases leases) {
      return ledger.with(there.version, leases.under(limit));
    }
    return there.version == wanted.version()
        ? ledger
        : ledger.with(there.version, adopted(ledger, wanted.editions, now));
  }

  private History renewed(Ledger ledger) {
    return History.of(ledger.history.limit, windows);
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
    if (taken == 0) {
      return after;
    }
    if (before instanceof History.Blended blended
        && limit.algorithm() == Algorithm.SLIDING_COUNTER
        && before.per == after.per
        && edition.inherit() != Inherit.RESET) {
      return blended.carried(limit, now, taken);
    }
    after.admit(now, taken, "");
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
    return there != null && !there.isIdle(now);
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

  /** Forgets where nothing is taken, and where reservations lapsed; says where. */
  List<Place> forgetIdle(long now) {
    List<Place> idle =
        places().stream()
            .filter(place -> isForgettable(Objects.requireNonNull(kept.get(place)), now))
            .toList();
    kept.keySet().removeAll(idle);
    return idle;
  }

  private static boolean isForgettable(Ledger ledger, long now) {
    return ledger.isLapsing(now) || ledger.isIdle(now);
  }

  /** Whether anything is in use. */
  boolean isInUse(Wanted wanted, long now) {
    Ledger there = kept.get(wanted.place());
    return there != null && !there.isIdle(now);
  }
}
