package dev.mainstay.memory;

import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.Settled;
import dev.mainstay.spi.Catalogue;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Charge.Adoption;
import dev.mainstay.spi.Hold;
import dev.mainstay.spi.LimitKey;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.Reading;
import dev.mainstay.spi.RuleRecord;
import dev.mainstay.spi.TakeCall;
import dev.mainstay.spi.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Limits in the memory of one process; one lock for all. */
final class MemoryLimitStore implements LimitStore {
  private static final long LIFE = Duration.ofSeconds(10).toNanos() / 1_000;

  private static final int SWEEP = 1_024;

  /** Which of the states that a key can have: each kind of algorithm has one of its own. */
  private enum Kind {
    NUMBERS,
    LOG,
    HELD;

    static Kind of(Limit limit) {
      return switch (limit.algorithm()) {
        case SLIDING_LOG -> LOG;
        case CONCURRENCY -> HELD;
        default -> NUMBERS;
      };
    }
  }

  private record Slot(LimitKey key, Kind kind) {}

  private final LongSupplier micros;
  private final Map<Slot, Counted> counted = new HashMap<>();
  private final Map<String, Catalogue> catalogues = new HashMap<>();
  private final Map<String, Map<String, Long>> processes = new HashMap<>();

  private int sweepAt = SWEEP;

  MemoryLimitStore(LongSupplier micros) {
    this.micros = micros;
  }

  @Override
  public CompletionStage<Taken> take(TakeCall call) {
    return locked(() -> decide(call, null, micros.getAsLong()));
  }

  @Override
  public CompletionStage<Taken> reserve(List<Charge> charges, long[] costs, Hold hold) {
    TakeCall call = new TakeCall(charges, List.of(new TakeCall.Run(1, costs)), "");
    return locked(() -> decide(call, hold, micros.getAsLong()));
  }

  @Override
  public CompletionStage<Taken> settle(
      List<Charge> charges, String name, long permits, boolean last) {
    return locked(() -> settle(charges, name, permits, last, micros.getAsLong()));
  }

  private Taken settle(List<Charge> charges, String name, long permits, boolean last, long now) {
    Settled best = Settled.LAPSED;
    Map<Charge, Counted> settled = new LinkedHashMap<>();
    for (int i = 0; i < charges.size(); i++) {
      Charge charge = charges.get(i);
      Counted state = current(charge, now);
      Settled why = state.unsettled(name, now);
      if (why == null) {
        Taken not = unlike(i, charge, state, now);
        if (not != null) {
          return not;
        }
        Counted charged = byTheRule(charge, state, now);
        why = charged.settle(charge, name, permits, last, now);
        settled.put(charge, charged);
      }
      best = why.compareTo(best) < 0 ? why : best;
    }
    settled.forEach(this::put);
    return new Taken.Ended(best);
  }

  private void put(Charge charge, Counted state) {
    counted.put(new Slot(charge.key(), Kind.of(charge.limit())), state);
  }

  /** Why a charge cannot be decided by what is counted; {@code null} where it can. */
  private static @Nullable Taken unlike(int index, Charge charge, Counted state, long now) {
    if (state.version() > charge.version()) {
      return new Taken.Superseded(index);
    }
    Reading reading = state.reading(now);
    return state.version() == 0
            || state.version() == charge.version()
            || adopts(charge.adoption(), state.version(), reading)
        ? null
        : new Taken.Outdated(index, state.version(), reading);
  }

  private static boolean isOfARuleBefore(Charge charge, Counted state) {
    return state.version() != 0 && state.version() < charge.version();
  }

  /** What is counted, by the rule of a charge and with all charged that lapsed. */
  private static Counted byTheRule(Charge charge, Counted state, long now) {
    Adoption adoption = charge.adoption();
    Counted adopted =
        isOfARuleBefore(charge, state) && adoption != null
            ? state.adopting(charge, adoption)
            : state;
    adopted.lapse(now);
    adopted.forget(now);
    return adopted;
  }

  private Taken decide(TakeCall call, @Nullable Hold hold, long now) {
    List<Counted> states = new ArrayList<>();
    BitSet changed = new BitSet();
    for (int i = 0; i < call.charges().size(); i++) {
      Charge charge = call.charges().get(i);
      Counted state = current(charge, now);
      Taken not = unlike(i, charge, state, now);
      // What was reserved before is so by whatever rule, unless there is a newer one.
      boolean isThere = hold != null && state.knows(hold.name(), now);
      if (isThere && !(not instanceof Taken.Superseded)) {
        return new Taken.Repeated();
      }
      if (not != null) {
        return not;
      }
      changed.set(i, isOfARuleBefore(charge, state));
      states.add(byTheRule(charge, state, now));
    }
    return run(call, hold, states, changed, now);
  }

  private Counted current(Charge charge, long now) {
    Counted found = counted.get(new Slot(charge.key(), Kind.of(charge.limit())));
    if (found == null || found.isOver(now)) {
      return Counted.fresh(charge.limit());
    }
    return found.copy();
  }

  private static boolean adopts(@Nullable Adoption adoption, long version, Reading found) {
    if (adoption == null || adoption.version() != version) {
      return false;
    }
    Reading then = adoption.before();
    return then.lapsed().equals(found.lapsed())
        && then.a() == found.a()
        && then.b() == found.b()
        && then.c() == found.c();
  }

  private Taken run(
      TakeCall call, @Nullable Hold hold, List<Counted> states, BitSet changed, long now) {
    List<Reading> readings = states.stream().map(state -> state.reading(now)).toList();
    int[] admitted = new int[call.runs().size()];
    long[][] waits = new long[admitted.length][];
    for (int r = 0; r < admitted.length; r++) {
      TakeCall.Run run = call.runs().get(r);
      while (admitted[r] < run.count() && fit(call, states, run.costs(), now)) {
        for (int i = 0; i < states.size(); i++) {
          if (charge(call, hold, i, states.get(i), run.costs()[i], now)) {
            changed.set(i);
          }
        }
        admitted[r]++;
      }
      waits[r] = waits(call, states, run.costs(), now);
    }
    if (Arrays.stream(admitted).sum() > 0) {
      keep(call, states, changed);
    }
    return new Taken.Decided(readings, admitted, waits);
  }

  /** Whether it counts: what only watches and does not fit does not. */
  private static boolean charge(
      TakeCall call, @Nullable Hold hold, int index, Counted state, long cost, long now) {
    Charge charge = call.charges().get(index);
    Mode mode = charge.limit().mode();
    if (mode == Mode.ALLOW || (mode == Mode.SHADOW && !state.fits(charge.limit(), cost, now))) {
      return false;
    }
    if (hold == null) {
      state.charge(charge, cost, now, call.lease());
    } else {
      state.reserve(charge, cost, hold, now);
    }
    return true;
  }

  private static boolean fit(TakeCall call, List<Counted> states, long[] costs, long now) {
    for (int i = 0; i < states.size(); i++) {
      Limit limit = call.charges().get(i).limit();
      if (limit.mode() == Mode.ENFORCE && !states.get(i).fits(limit, costs[i], now)) {
        return false;
      }
    }
    return true;
  }

  private static long[] waits(TakeCall call, List<Counted> states, long[] costs, long now) {
    long[] waits = new long[costs.length];
    for (int i = 0; i < costs.length; i++) {
      waits[i] = states.get(i).wait(call.charges().get(i).limit(), costs[i], now);
    }
    return waits;
  }

  /** What nothing was counted of stays as it was, with all that a clock set back brings back. */
  private void keep(TakeCall call, List<Counted> states, BitSet changed) {
    for (int i = changed.nextSetBit(0); i >= 0; i = changed.nextSetBit(i + 1)) {
      put(call.charges().get(i), states.get(i));
    }
    sweep(micros.getAsLong());
  }

  @Override
  public CompletionStage<Looked> look(LimitKey key, Limit limit, long version) {
    return locked(
        () -> {
          long now = micros.getAsLong();
          Counted state = current(new Charge(key, limit, version, null), now);
          return new Looked(state.version(), state.reading(now));
        });
  }

  @Override
  public CompletionStage<Boolean> reset(LimitKey key, Limit limit) {
    return locked(
        () -> {
          Counted old = counted.remove(new Slot(key, Kind.of(limit)));
          return old != null && !old.isOver(micros.getAsLong());
        });
  }

  @Override
  public CompletionStage<Boolean> hold(LimitKey key, String lease, Duration length) {
    return locked(
        () -> {
          Counted state = counted.get(new Slot(key, Kind.HELD));
          return state instanceof Counted.Held held
              && held.hold(lease, length.toNanos() / 1_000, micros.getAsLong());
        });
  }

  @Override
  public CompletionStage<List<LimitKey>> keys(
      String namespace, String limit, String prefix, int most) {
    return locked(
        () -> {
          sweepAt = 0;
          sweep(micros.getAsLong());
          return counted.keySet().stream()
              .map(Slot::key)
              .filter(key -> key.namespace().equals(namespace) && key.limit().equals(limit))
              .filter(key -> key.key().startsWith(prefix))
              .distinct()
              .limit(most)
              .toList();
        });
  }

  @Override
  public CompletionStage<Optional<Catalogue>> catalogue(String namespace, long knownVersion) {
    return locked(() -> Optional.of(known(namespace)).filter(now -> now.version() != knownVersion));
  }

  private Catalogue known(String namespace) {
    return catalogues.getOrDefault(namespace, new Catalogue(0, List.of()));
  }

  @Override
  public CompletionStage<Boolean> publish(
      String namespace, long expectedVersion, List<RuleRecord> put, List<RuleRecord> drop) {
    return locked(
        () -> {
          Catalogue before = known(namespace);
          if (before.version() != expectedVersion) {
            return false;
          }
          List<RuleRecord> rules = new ArrayList<>(before.rules());
          rules.removeIf(rule -> isOneOf(put, rule) || isOneOf(drop, rule));
          rules.addAll(put);
          catalogues.put(namespace, new Catalogue(expectedVersion + 1, List.copyOf(rules)));
          return true;
        });
  }

  private static boolean isOneOf(List<RuleRecord> some, RuleRecord rule) {
    return some.stream()
        .anyMatch(one -> one.name().equals(rule.name()) && Objects.equals(one.key(), rule.key()));
  }

  @Override
  public CompletionStage<Integer> processes(String namespace, String process) {
    return locked(
        () -> {
          long now = micros.getAsLong();
          Map<String, Long> seen = processes.computeIfAbsent(namespace, any -> new HashMap<>());
          seen.values().removeIf(last -> last <= now - LIFE);
          seen.put(process, now);
          return seen.size();
        });
  }

  /** Forgets what nobody has to remember, now and then. */
  private void sweep(long now) {
    if (counted.size() > sweepAt) {
      counted.values().removeIf(state -> state.isOver(now));
      sweepAt = 2 * counted.size() + SWEEP;
    }
  }

  private synchronized <T> CompletionStage<T> locked(Supplier<T> work) {
    return CompletableFuture.completedFuture(work.get());
  }
}
