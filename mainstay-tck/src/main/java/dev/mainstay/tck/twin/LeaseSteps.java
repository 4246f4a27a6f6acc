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
import java.util.Optional;

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

  /** The same with the oracle's name for its lease, and of a wait no more than it can tell. */
  static Decision told(Decision expected, Decision actual, String lease) {
    if (actual instanceof Decision.Allowed allowed && !allowed.lease().isEmpty()) {
      return new Decision.Allowed(allowed.standings(), allowed.delay(), lease, allowed.shadowed());
    }
    return expected instanceof Decision.Denied no
            && no.retryAfter().equals(Optional.of(LimitOracle.UP_TO_OTHERS))
            && actual instanceof Decision.Denied denied
            && denied.retryAfter().isPresent()
        ? new Decision.Denied(denied.standings(), denied.violated(), no.retryAfter())
        : actual;
  }
}
