package dev.mainstay.tck.twin;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.Standing;
import dev.mainstay.spi.Edition;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides as the documentation says that limits do, from the history of what was let in. It shares
 * no arithmetic with the engines: numbers are exact fractions, and an instant at which something
 * changes is found by search.
 */
final class LimitOracle {
  /** Where something is kept: algorithms of one kind go on with what the others counted. */
  private record Place(String name, String key, String kind) {}

  private record Kept(long version, History history) {}

  /** What is asked of one limit. */
  record Wanted(String name, String key, List<Edition> editions, long cost) {
    Limit limit() {
      return editions.get(0).limit();
    }

    long version() {
      return editions.get(0).version();
    }
  }

  private final Windows windows = new Windows();
  private final Map<Place, Kept> kept = new HashMap<>();

  private static Place place(String name, String key, Limit limit) {
    return new Place(name, key, kind(limit));
  }

  static String kind(Limit limit) {
    return switch (limit.algorithm()) {
      case SLIDING_LOG, CONCURRENCY -> limit.algorithm().spelled();
      default -> "counted";
    };
  }

  Decision decide(List<Wanted> all, long now, String lease) {
    List<History> histories = all.stream().map(wanted -> history(wanted, now)).toList();
    List<String> violated = new ArrayList<>();
    List<String> shadowed = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (!histories.get(i).fits(now, all.get(i).cost)) {
        (isEnforced(all.get(i)) ? violated : shadowed).add(all.get(i).name);
      }
    }
    return violated.isEmpty()
        ? allowed(all, histories, now, lease, shadowed)
        : new Decision.Denied(standings(all, histories, now), violated, retry(all, histories, now));
  }

  private static boolean isEnforced(Wanted wanted) {
    return wanted.limit().mode() == Mode.ENFORCE;
  }

  private Decision allowed(
      List<Wanted> all, List<History> histories, long now, String lease, List<String> shadowed) {
    long delay = 0;
    boolean holds = false;
    for (int i = 0; i < all.size(); i++) {
      Wanted wanted = all.get(i);
      History history = histories.get(i);
      if (isEnforced(wanted)) {
        boolean waits = wanted.limit().algorithm() == Algorithm.LEAKY_QUEUE;
        delay = Math.max(delay, waits ? history.untilIdle(now) : 0);
      }
      if (isEnforced(wanted) || history.fits(now, wanted.cost)) {
        holds |= wanted.limit().algorithm() == Algorithm.CONCURRENCY;
        history.admit(now, wanted.cost, lease);
      }
      kept.put(place(wanted.name, wanted.key, wanted.limit()), new Kept(wanted.version(), history));
    }
    return new Decision.Allowed(
        standings(all, histories, now), micros(delay), holds ? lease : "", shadowed);
  }

  private static Optional<Duration> retry(List<Wanted> all, List<History> histories, long now) {
    long wait = 0;
    for (int i = 0; i < all.size(); i++) {
      if (isEnforced(all.get(i))) {
        if (all.get(i).cost > all.get(i).limit().capacity()) {
          return Optional.empty();
        }
        wait = Math.max(wait, histories.get(i).untilFits(now, all.get(i).cost));
      }
    }
    return Optional.of(micros(wait));
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  private static List<Standing> standings(List<Wanted> all, List<History> histories, long now) {
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      standings.add(standing(all.get(i), histories.get(i), now));
    }
    return standings;
  }

  private static Standing standing(Wanted wanted, History history, long now) {
    return new Standing(
        wanted.name,
        wanted.limit(),
        Math.max(0, history.available(now)),
        micros(history.untilIdle(now)));
  }

  Standing standing(Wanted wanted, long now) {
    return standing(wanted, history(wanted, now), now);
  }

  /** Whether something is in use, and was last charged by the rule that holds now. */
  boolean isCharged(Wanted wanted, long now) {
    Kept there = kept.get(place(wanted.name, wanted.key, wanted.limit()));
    return there != null && there.version == wanted.version() && !there.history.isIdle(now);
  }

  /** What is kept, as it counts by the rule now; a copy. */
  private History history(Wanted wanted, long now) {
    Limit limit = wanted.limit();
    Kept there = kept.get(place(wanted.name, wanted.key, limit));
    if (there == null || there.history.isIdle(now)) {
      return History.of(limit, windows);
    }
    if (there.history instanceof History.Leases leases) {
      return leases.under(limit);
    }
    return there.version == wanted.version()
        ? there.history.copy()
        : adopted(there, wanted.editions, now);
  }

  /** Rule after rule, as if each had been decided by in between. */
  private History adopted(Kept there, List<Edition> editions, long now) {
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
    Kept there = kept.remove(place(wanted.name, wanted.key, wanted.limit()));
    return there != null && !there.history.isIdle(now);
  }

  /** Whether anything is kept, in use or not. */
  boolean isKept(Wanted wanted) {
    return kept.containsKey(place(wanted.name, wanted.key, wanted.limit()));
  }

  boolean hold(String name, String key, String lease, long now, long length) {
    Kept there = kept.get(new Place(name, key, Algorithm.CONCURRENCY.spelled()));
    return there != null
        && there.history instanceof History.Leases leases
        && leases.hold(lease, now, length);
  }

  /** Forgets what is not in use. */
  void forgetIdle(long now) {
    kept.values().removeIf(there -> there.history.isIdle(now));
  }

  /** Whether anything of a kind is in use. */
  boolean isInUse(String name, String key, Limit kindOf, long now) {
    Kept there = kept.get(place(name, key, kindOf));
    return there != null && !there.history.isIdle(now);
  }
}
