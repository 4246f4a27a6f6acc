package dev.mainstay.tck.twin;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.LimitBounds;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Take;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The steps of a walk that give back what is held, or hold on to it. */
final class LeaseSteps {
  private static final int KNOWN = 8;

  /** A lease by what the oracle calls it, and what each engine does. */
  private record Lease(Take take, String oracles, List<String> engines) {}

  private final LimitTwin twin;
  private final LimitRules rules;
  private final LimitChance chance;
  private final Tally tally;
  private final Deque<Lease> leases = new ArrayDeque<>();

  LeaseSteps(LimitTwin twin, LimitRules rules, LimitChance chance, Tally tally) {
    this.twin = twin;
    this.rules = rules;
    this.chance = chance;
    this.tally = tally;
  }

  void clear() {
    leases.clear();
  }

  void learn(List<Take> takes, String oracles, List<String> engines) {
    takes.stream()
        .filter(take -> rules.limit(take).algorithm() == Algorithm.CONCURRENCY)
        .map(take -> new Lease(take, oracles, engines))
        .forEach(leases::add);
    while (leases.size() > KNOWN) {
      leases.remove();
    }
  }

  void step(LimitOracle oracle, List<Limits> limits, long now) {
    if (leases.isEmpty()) {
      return;
    }
    // Mostly the newest, which has not lapsed yet.
    Lease lease = chance.oneIn(2) ? leases.getLast() : chance.of(List.copyOf(leases));
    boolean renews = chance.oneIn(2);
    String operation = renews ? "renew" : "release";
    Duration length = renews ? rules.limit(lease.take).per() : Duration.ZERO;
    boolean expected =
        oracle.hold(twin.wanted(lease.take), lease.oracles, now, LimitBounds.micros(length));
    for (int engine = 0; engine < limits.size(); engine++) {
      String name = lease.engines.get(engine);
      Limits one = limits.get(engine);
      boolean actual = renews ? one.renew(lease.take, name) : one.release(lease.take, name);
      twin.same(engine, operation + " " + lease, expected, actual);
    }
    twin.note(() -> operation + " " + lease + " -> " + expected);
    tally.count(operation, Boolean.toString(expected));
  }

  /** The same with the oracle's name for its lease. */
  static Decision renamed(Decision decision, String lease) {
    return decision instanceof Decision.Allowed allowed && !allowed.lease().isEmpty()
        ? new Decision.Allowed(allowed.standings(), allowed.delay(), lease, allowed.shadowed())
        : decision;
  }
}
