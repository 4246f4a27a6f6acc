package dev.mainstay.tck.twin;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.LimitBounds;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Standing;
import dev.mainstay.limits.Take;
import dev.mainstay.spi.Engine;
import dev.mainstay.tck.HeldClock;
import dev.mainstay.tck.twin.LimitOracle.Place;
import dev.mainstay.tck.twin.LimitOracle.Wanted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Engines on one held clock, asked to decide the same takes as an oracle that remembers every take
 * and shares no arithmetic with them. The whole way of a decision is walked: rules are published
 * and changed, callers share calls, what was counted by an earlier rule is adopted.
 *
 * <p>Chance alone would hardly ever meet an edge. So most moves of the clock aim at one: exactly
 * at, a microsecond before or after the instant at which a refused take is let in or a limit is
 * idle.
 */
public final class LimitTwin {
  private static final String NAMESPACE = "twin";
  private static final int NAMES = 10;
  static final List<String> KEYS = List.of("ada", "a:b", "{");
  private static final List<String> SCOPES = List.of("acme", "a:b");
  private static final int EPISODE = 1_500;
  private static final int EDGES = 8;

  /** Further no step goes: instants and what is owed stay below 2^53 together. */
  private static final long YEAR = 31_536_000_000_000L;

  private final HeldClock clock;
  private final List<LimitGate> gates;
  private final LongConsumer moved;
  private final long seed;
  private final LimitChance chance;
  private final Tally tally = new Tally();
  private final LimitRules rules;
  private final LastSteps last = new LastSteps();
  private final Deque<Long> edges = new ArrayDeque<>();
  private final LeaseSteps leases;
  private final ReserveSteps reservations;
  private final RuleSteps ruleSteps;
  private final Map<Take, Long> available = new HashMap<>();
  private LimitOracle oracle = new LimitOracle();
  private List<Limits> limits = List.of();
  private List<Limits> before = List.of();
  private @Nullable Denied denied;
  private long leaseCount;
  private int decided;

  /** What was refused last, and when it would be let in. */
  private record Denied(List<Take> takes, long at) {}

  /**
   * A walk with engines on a clock.
   *
   * @param moved hears each instant that the clock is set to, as a store that drops what has ended
   */
  public LimitTwin(HeldClock clock, List<Engine> engines, LongConsumer moved, long seed) {
    this.clock = clock;
    this.gates = engines.stream().map(engine -> new LimitGate(engine, tally)).toList();
    this.moved = moved;
    this.seed = seed;
    this.chance = new LimitChance(seed);
    this.rules = new LimitRules(NAMESPACE, gates);
    this.leases = new LeaseSteps(this, rules, chance, tally);
    this.ruleSteps = new RuleSteps(this, rules, chance, tally);
    this.reservations = new ReserveSteps(this, rules, ruleSteps, chance, tally);
  }

  /**
   * Walks until so many takes were decided. A difference is an {@link AssertionError} that names
   * the seed and the last steps.
   *
   * @return what happened how often
   */
  public Tally walk(int decisions) {
    int episodes = 0;
    while (decided < decisions) {
      if (decided >= episodes * EPISODE) {
        begin();
        episodes++;
      }
      step();
    }
    return tally;
  }

  /** Other rules at another time, and nothing is counted. */
  private void begin() {
    oracle.places().forEach(this::resetAll);
    oracle = new LimitOracle();
    edges.clear();
    leases.clear();
    reservations.clear();
    available.clear();
    denied = null;
    clock.set(chance.start());
    Map<String, Limit> fresh = new LinkedHashMap<>();
    names().forEach(name -> fresh.put(name, chance.limit()));
    rules.renew(fresh);
    limits = opened();
    before = limits;
    note(() -> "begin with " + fresh);
  }

  static List<String> names() {
    return IntStream.range(0, NAMES).mapToObj(i -> "limit-" + i).toList();
  }

  private List<Limits> opened() {
    return gates.stream().map(gate -> gate.opened(NAMESPACE)).toList();
  }

  private void resetAll(Place place) {
    gates.forEach(gate -> gate.forget(NAMESPACE, place));
  }

  private void step() {
    int die = chance.below(100);
    if (die < 40) {
      move();
    }
    die = chance.below(200);
    if (die < 84) {
      decide(limits, List.of(takes(true)));
    } else if (die < 106) {
      reservations.step(oracle, limits, clock.micros());
    } else if (die < 126) {
      together();
    } else if (die < 156) {
      retry();
    } else if (die < 164) {
      state();
    } else if (die < 168) {
      reset();
    } else if (die < 184) {
      leases.step(oracle, limits, clock.micros());
    } else if (die < 194) {
      ruleSteps.step();
      reopen();
    } else if (die < 199) {
      decideByTheRuleBefore();
    } else {
      setBack();
    }
  }

  /** Processes that start now know the rules as they are, others do not yet. */
  void reopen() {
    before = limits;
    limits = opened();
  }

  /** A take of the same, by all. */
  void decide(Take take) {
    decide(limits, List.of(List.of(costing(take))));
  }

  private void move() {
    long now = clock.micros();
    if (!edges.isEmpty() && chance.oneIn(2)) {
      long edge = edges.pollLast();
      if (edge > now && (edge < now + 100_000_000 || (edge < now + YEAR && chance.oneIn(6)))) {
        moveTo(Math.max(now, edge - 1 + chance.below(3)));
      }
    } else {
      moveTo(now + chance.upTo(chance.oneIn(20) ? 100_000_000_000L : 1_000_000));
    }
  }

  void moveTo(long instant) {
    clock.set(instant);
    if (chance.oneIn(2)) {
      moved.accept(instant);
    }
    note(() -> "at " + instant);
  }

  /** As on a replica that was promoted. What nobody uses was dropped before, and what lapsed. */
  private void setBack() {
    long now = clock.micros();
    oracle.forgetIdle(now).forEach(this::resetAll);
    moveTo(now - 1 - chance.upTo(10_000_000));
    tally.count("clock", "back");
    for (String name : names()) {
      Take take = Take.of(name, KEYS.get(0)).within(SCOPES.get(0));
      if (oracle.isInUse(wanted(take), now)) {
        decide(limits, List.of(List.of(take)));
        decide(limits, List.of(List.of(take)));
      }
    }
  }

  /** Of one limit; the scope is needed only where its rule counts within one. */
  Take take() {
    return costing(some(chance.of(names()), chance.oneIn(3) ? chance.of(KEYS) : KEYS.get(0)));
  }

  private Take some(String name, String key) {
    return Take.of(name, key).within(SCOPES.get(chance.oneIn(4) ? 1 : 0));
  }

  private Take costing(Take take) {
    Limit limit = rules.limit(take);
    return take.cost(chance.cost(limit, available.getOrDefault(take.cost(1), limit.capacity())));
  }

  /** Takes of one limit, or of some. */
  private List<Take> takes(boolean mayHold) {
    int count = chance.oneIn(3) ? 2 + chance.below(7) : 1;
    Map<Place, Take> takes = new LinkedHashMap<>();
    while (takes.size() < count) {
      Take take = take();
      if (mayHold || rules.limit(take).algorithm() != Algorithm.CONCURRENCY) {
        takes.put(wanted(take).place(), take);
      } else {
        count = Math.max(1, count - 1);
      }
    }
    return List.copyOf(takes.values());
  }

  /** Callers of the same keys at the same time, at the same cost or not. */
  private void together() {
    List<Take> first = takes(false);
    if (first.isEmpty()) {
      return;
    }
    List<List<Take>> all = new ArrayList<>(List.of(first));
    for (int more = 1 + chance.below(10); more > 0; more--) {
      List<Take> same = all.get(all.size() - 1);
      all.add(chance.oneIn(2) ? same : same.stream().map(this::costing).toList());
    }
    gates.forEach(LimitGate::shut);
    decide(limits, all);
  }

  private void retry() {
    Denied that = denied;
    if (that == null || that.at < clock.micros() || that.at > clock.micros() + YEAR) {
      decide(limits, List.of(takes(true)));
      return;
    }
    long at = Math.max(clock.micros(), that.at - 1 + chance.below(3));
    tally.count("retry", at < that.at ? "early" : at == that.at ? "in time" : "late");
    moveTo(at);
    if (that.takes.stream().map(this::wanted).map(Wanted::place).distinct().count()
        == that.takes.size()) {
      decide(limits, List.of(that.takes));
    } else {
      refuseTwice(that.takes);
    }
  }

  /** By a changed rule that counts within no scope some are of one key. */
  private void refuseTwice(List<Take> takes) {
    for (int engine = 0; engine < limits.size(); engine++) {
      Reply<Decision> reply = Reply.of(limits.get(engine).async().take(takes));
      same(engine, "take " + takes, "InvalidValueException", reply.toString());
    }
    tally.count("one key", "twice");
  }

  /** A process that still has the rules from before is told by the store. */
  private void decideByTheRuleBefore() {
    Take take = costing(some(chance.of(names()), KEYS.get(0)));
    boolean isKnown = oracle.isCharged(wanted(take), clock.micros());
    boolean isSeen =
        rules.countedAlike(take) && rules.limit(take).algorithm() != Algorithm.CONCURRENCY;
    decide(isKnown && isSeen ? before : limits, List.of(List.of(take)));
  }

  Wanted wanted(Take take) {
    return new Wanted(take, rules.editions(take));
  }

  private void decide(List<Limits> by, List<List<Take>> all) {
    List<List<CompletionStage<Decision>>> asked = new ArrayList<>();
    for (Take take : all.get(0)) {
      LimitCounts.count(tally, oracle, wanted(take), clock.micros());
    }
    for (Limits one : by) {
      asked.add(all.stream().map(takes -> one.async().take(takes)).toList());
    }
    gates.forEach(LimitGate::open);
    for (int i = 0; i < all.size(); i++) {
      List<Take> takes = all.get(i);
      String lease = "lease-" + ++leaseCount;
      Decision expected =
          oracle.decide(takes.stream().map(this::wanted).toList(), clock.micros(), lease);
      List<String> engines = new ArrayList<>();
      for (int engine = 0; engine < by.size(); engine++) {
        Reply<Decision> reply = Reply.of(asked.get(engine).get(i));
        Decision actual = reply.value();
        same(
            engine,
            "take " + takes,
            expected,
            actual == null ? reply : LeaseSteps.told(expected, actual, lease));
        engines.add(actual instanceof Decision.Allowed allowed ? allowed.lease() : "");
      }
      note(() -> "take " + takes + " -> " + expected);
      tally.count("take of", Integer.toString(takes.size()));
      decided++;
      learn(takes, expected, engines);
    }
  }

  private void learn(List<Take> takes, Decision decision, List<String> engines) {
    long now = clock.micros();
    for (Standing standing : decision.standings()) {
      edge(now + LimitBounds.micros(standing.resetAfter()));
    }
    for (int i = 0; i < takes.size(); i++) {
      Take take = takes.get(i);
      LimitCounts.count(tally, rules.limit(take), take, decision, now);
      if (!decision.standings().isEmpty()) {
        available.put(take.cost(1), decision.standings().get(i).remaining());
      }
    }
    if (decision instanceof Decision.Denied no
        && no.retryAfter().filter(wait -> !wait.isNegative()).isPresent()) {
      denied = new Denied(takes, now + LimitBounds.micros(no.retryAfter().get()));
      edge(denied.at);
    }
    if (decision instanceof Decision.Allowed yes && !yes.lease().isEmpty()) {
      leases.learn(takes, yes.lease(), engines);
    }
  }

  void edge(long instant) {
    edges.add(instant);
    if (edges.size() > EDGES) {
      edges.remove();
    }
  }

  private void state() {
    Take take = some(chance.of(names()), KEYS.get(0));
    Standing expected = oracle.standing(wanted(take), clock.micros());
    for (int engine = 0; engine < limits.size(); engine++) {
      same(engine, "state " + take, expected, limits.get(engine).state(take));
    }
    tally.count("state", expected.resetAfter().isZero() ? "idle" : "used");
  }

  private void reset() {
    Take take = some(chance.of(names()), KEYS.get(0));
    boolean isKept = oracle.isKept(wanted(take));
    boolean expected = oracle.reset(wanted(take), clock.micros());
    for (int engine = 0; engine < limits.size(); engine++) {
      boolean actual = limits.get(engine).reset(take);
      // A store drops what is idle when its millisecond is over, and may tell of it until then.
      if (expected || !isKept) {
        same(engine, "reset " + take, expected, actual);
      }
    }
    note(() -> "reset " + take + " -> " + expected);
    tally.count("reset", Boolean.toString(expected));
  }

  void same(int engine, String operation, Object expected, @Nullable Object actual) {
    if (!expected.equals(actual)) {
      String where = String.format("engine %d: %s at %d", engine, operation, clock.micros());
      throw last.differing(seed, where, expected, actual);
    }
  }

  /** Spelled only where the walk ends with it. */
  void note(Supplier<String> step) {
    last.add(step);
  }
}
