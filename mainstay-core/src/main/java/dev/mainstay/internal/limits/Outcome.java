package dev.mainstay.internal.limits;

import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.Standing;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Gauge;
import dev.mainstay.spi.TakeCall;
import dev.mainstay.spi.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells each take of a call what became of it: the store says what was counted before and how many
 * it let in, and the same arithmetic says the rest, take by take.
 */
final class Outcome {
  private final TakeCall call;
  private final Taken.Decided decided;
  private final Gauge[] gauges;

  Outcome(TakeCall call, Taken.Decided decided) {
    this.call = call;
    this.decided = decided;
    this.gauges = new Gauge[call.charges().size()];
    for (int i = 0; i < gauges.length; i++) {
      gauges[i] = Gauge.of(call.charges().get(i).limit(), decided.readings().get(i));
    }
  }

  /** The next take of a run; to be called once for each, in order. */
  Decision next(int run, int place, Ask ask) {
    long[] costs = call.runs().get(run).costs();
    List<String> violated = List.of();
    List<String> shadowed = List.of();
    for (int i = 0; i < gauges.length; i++) {
      if (!gauges[i].fits(costs[i])) {
        Charge charge = call.charges().get(i);
        if (charge.limit().mode() == Mode.ENFORCE) {
          violated = with(violated, charge.key().limit());
        } else if (charge.limit().mode() == Mode.SHADOW) {
          shadowed = with(shadowed, charge.key().limit());
        }
      }
    }
    if (violated.isEmpty() != place < decided.admitted()[run]) {
      throw new StoreFaultException(
          "limits.take",
          "the store counts otherwise than this version does; do all replicas run the same?",
          null);
    }
    return violated.isEmpty() ? allowed(costs, shadowed, ask) : denied(run, costs, violated);
  }

  private static List<String> with(List<String> some, String one) {
    if (some.isEmpty()) {
      return List.of(one);
    }
    List<String> more = new ArrayList<>(some);
    more.add(one);
    return List.copyOf(more);
  }

  private Decision allowed(long[] costs, List<String> shadowed, Ask ask) {
    long delay = 0;
    boolean isHeld = false;
    for (int i = 0; i < gauges.length; i++) {
      Limit limit = call.charges().get(i).limit();
      if (limit.mode() == Mode.ENFORCE) {
        gauges[i].charge(costs[i]);
        delay = Math.max(delay, gauges[i].delay(costs[i]));
        isHeld |= Requests.holds(limit);
      } else if (limit.mode() == Mode.SHADOW && gauges[i].fits(costs[i])) {
        gauges[i].charge(costs[i]);
        // A trial of a rule counts what is held as the rule will, so it has to hear of the end too.
        isHeld |= Requests.holds(limit);
      }
    }
    return new Decision.Allowed(standings(), micros(delay), lease(ask, isHeld), shadowed);
  }

  private String lease(Ask ask, boolean isHeld) {
    if (ask.hold != null) {
      return new Reservation(ask.hold.name(), ask.takes.get(0)).text();
    }
    return isHeld ? call.lease() : "";
  }

  /** A reservation that was there already. */
  static Decision reserved(Ask ask, Charge charge, Gauge gauge) {
    String name = Objects.requireNonNull(ask.hold).name();
    return new Decision.Allowed(
        List.of(standing(charge, gauge)),
        Duration.ZERO,
        new Reservation(name, ask.takes.get(0)).text(),
        List.of());
  }

  private Decision denied(int run, long[] costs, List<String> violated) {
    long wait = 0;
    boolean fitsEver = true;
    for (int i = 0; i < gauges.length; i++) {
      Limit limit = call.charges().get(i).limit();
      if (limit.mode() == Mode.ENFORCE) {
        if (costs[i] > limit.capacity()) {
          fitsEver = false;
        } else {
          wait = Math.max(wait, gauges[i].wait(costs[i], decided.waits()[run][i]));
        }
      }
    }
    return new Decision.Denied(
        standings(), violated, fitsEver ? Optional.of(micros(wait)) : Optional.empty());
  }

  private List<Standing> standings() {
    if (gauges.length == 1) {
      return List.of(standing(call.charges().get(0), gauges[0]));
    }
    List<Standing> standings = new ArrayList<>(gauges.length);
    for (int i = 0; i < gauges.length; i++) {
      standings.add(standing(call.charges().get(i), gauges[i]));
    }
    return List.copyOf(standings);
  }

  static Standing standing(Charge charge, Gauge gauge) {
    return new Standing(
        charge.key().limit(),
        charge.limit(),
        Math.max(0, gauge.available()),
        micros(gauge.untilIdle()));
  }

  private static Duration micros(long micros) {
    return micros == 0
        ? Duration.ZERO
        : Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }
}
