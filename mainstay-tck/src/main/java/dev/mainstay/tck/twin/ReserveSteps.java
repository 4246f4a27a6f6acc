package dev.mainstay.tck.twin;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Reserve;
import dev.mainstay.limits.Reserve.WhenLapsed;
import dev.mainstay.limits.Settled;
import dev.mainstay.limits.Take;
import dev.mainstay.tck.twin.LimitOracle.Wanted;
import dev.mainstay.tck.twin.LimitOracle.Wish;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The steps of a walk that reserve permits and settle them. */
final class ReserveSteps {
  private static final int KNOWN = 8;
  private static final long SHORTEST = 100_000;
  private static final long LONGEST = 86_400_000_000L;

  private final LimitTwin twin;
  private final LimitRules rules;
  private final RuleSteps ruleSteps;
  private final LimitChance chance;
  private final Tally tally;
  private final Deque<Known> known = new ArrayDeque<>();
  private long ids;

  /** A reservation, and by what each engine knows it. */
  private record Known(Take take, String id, long ends, List<String> engines) {}

  ReserveSteps(
      LimitTwin twin, LimitRules rules, RuleSteps ruleSteps, LimitChance chance, Tally tally) {
    this.twin = twin;
    this.rules = rules;
    this.ruleSteps = ruleSteps;
    this.chance = chance;
    this.tally = tally;
  }

  void clear() {
    known.clear();
  }

  /** Reserves, or settles; mostly what has not lapsed yet. */
  void step(LimitOracle oracle, List<Limits> limits, long now) {
    boolean isNew = known.isEmpty() || chance.oneIn(2);
    if (isNew) {
      reserve(oracle, limits, now, twin.take(), "id-" + ++ids);
      return;
    }
    List<Known> live = known.stream().filter(one -> isThere(oracle, one, now)).toList();
    Known one = live.isEmpty() || chance.oneIn(5) ? known.getLast() : chance.of(live);
    if (!oracle.isOfTheRuleNow(twin.wanted(one.take))) {
      tally.count("reserve", "goes on by another rule");
    }
    if (chance.oneIn(6) && one.ends > now) {
      lapseByAnotherRule(one);
    } else if (chance.oneIn(5)) {
      reserve(oracle, limits, now, one.take, one.id);
    } else {
      settle(oracle, limits, now, one);
    }
  }

  /** The rule changes before it lapses, or after and before anybody looks, which is the same. */
  private void lapseByAnotherRule(Known one) {
    ruleSteps.override(one.take);
    twin.reopen();
    twin.moveTo(one.ends - 1 + chance.below(3));
    twin.decide(one.take);
    twin.decide(one.take);
    tally.count("reserve", "lapsed by another rule");
  }

  private boolean isThere(LimitOracle oracle, Known one, long now) {
    return oracle.isReserved(twin.wanted(one.take), one.id, now);
  }

  private void reserve(LimitOracle oracle, List<Limits> limits, long now, Take take, String id) {
    Algorithm algorithm = rules.limit(take).algorithm();
    if (algorithm == Algorithm.CONCURRENCY) {
      return;
    }
    Wanted wanted = twin.wanted(take);
    long length = SHORTEST + chance.upTo(chance.oneIn(3) ? LONGEST - SHORTEST : 20_000_000);
    boolean isCharged = chance.oneIn(2);
    Reserve how =
        new Reserve(
            id,
            Duration.of(length, ChronoUnit.MICROS),
            isCharged ? WhenLapsed.CHARGE : WhenLapsed.RELEASE);
    Decision expected = oracle.reserve(wanted, new Wish(id, length, isCharged), now, id);
    List<String> engines = new ArrayList<>();
    for (int engine = 0; engine < limits.size(); engine++) {
      Reply<Decision> reply = Reply.of(limits.get(engine).async().reserve(take, how));
      Decision actual = reply.value();
      Object told = actual == null ? reply : LeaseSteps.told(expected, actual, id);
      twin.same(engine, how + " " + take, expected, told);
      engines.add(actual instanceof Decision.Allowed allowed ? allowed.lease() : "");
    }
    twin.note(() -> how + " " + take + " -> " + expected);
    boolean isRepeated = known.stream().anyMatch(one -> one.id.equals(id));
    tally.count("reserve", !expected.allowed() ? "denied" : isRepeated ? "repeated" : "allowed");
    twin.edge(now + length);
    if (expected instanceof Decision.Allowed yes && !yes.lease().isEmpty()) {
      known.add(new Known(take, id, now + length, engines));
      while (known.size() > KNOWN) {
        known.remove();
      }
    }
  }

  private void settle(LimitOracle oracle, List<Limits> limits, long now, Known one) {
    long cost = one.take.cost();
    long permits =
        switch (chance.below(4)) {
          case 0 -> 0;
          case 1 -> Math.min(Limit.MOST, cost < 1_000 ? 3 * cost : cost + chance.below(3));
          default -> Math.max(1, chance.upTo(cost));
        };
    boolean isLast = !chance.oneIn(2);
    String what = isLast ? "settle" : "settle part";
    Wanted wanted = twin.wanted(one.take);
    Settled expected = oracle.settle(wanted, one.id, permits, isLast, now);
    for (int engine = 0; engine < limits.size(); engine++) {
      String lease = one.engines.get(engine);
      Limits at = limits.get(engine);
      Settled actual = isLast ? at.settle(lease, permits) : at.settlePart(lease, permits);
      twin.same(engine, what + " " + permits + " of " + one, expected, actual);
    }
    twin.note(() -> what + " " + permits + " of " + one + " -> " + expected);
    tally.count(what, expected.name());
  }
}
