package dev.mainstay.internal.limits;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Decision.Undecided;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.OnSilence;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.TakeCall;
import dev.mainstay.spi.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Decides by what the rules say of a store that does not answer. */
final class Silence {
  private final Processes processes;
  private final LimitStore own = MemoryEngine.create().limits();

  Silence(Processes processes) {
    this.processes = processes;
  }

  /** The strictest of what the rules say. */
  Decision decide(List<Charge> charges, long[] costs, String cause) {
    OnSilence by = OnSilence.PASS;
    for (Charge charge : charges) {
      by = stricter(by, charge.limit().onSilence());
    }
    return switch (by) {
      case PASS -> new Undecided(true, by, cause);
      case REFUSE -> new Undecided(false, by, cause);
      case ALONE -> new Undecided(alone(charges, costs), by, cause);
    };
  }

  private static OnSilence stricter(OnSilence one, OnSilence other) {
    if (one == OnSilence.REFUSE || other == OnSilence.REFUSE) {
      return OnSilence.REFUSE;
    }
    return one == OnSilence.ALONE ? one : other;
  }

  private boolean alone(List<Charge> charges, long[] costs) {
    List<Charge> shares = new ArrayList<>();
    LongStream.Builder taken = LongStream.builder();
    for (int i = 0; i < costs.length; i++) {
      Charge charge = charges.get(i);
      if (charge.limit().onSilence() == OnSilence.ALONE) {
        shares.add(new Charge(charge.key(), share(charge.limit(), processes.last()), 1, null));
        taken.add(costs[i]);
      }
    }
    TakeCall.Run run = new TakeCall.Run(1, taken.build().toArray());
    TakeCall call = new TakeCall(shares, List.of(run), Requests.lease());
    return own.take(call).toCompletableFuture().join() instanceof Taken.Decided decided
        && decided.admitted()[0] == 1;
  }

  /**
   * A process' share of a limit. A share whose numbers could not be counted exactly is rounded down
   * to fewer digits until it can: a silent store is no time to refuse a rule.
   */
  static Limit share(Limit limit, int processes) {
    long permits = Math.max(1, limit.permits() / processes);
    long burst = limit.burst() == 0 ? 0 : Math.max(1, limit.burst() / processes);
    for (long unit = 1; ; unit *= 10) {
      try {
        return with(limit, rounded(permits, unit), burst == 0 ? 0 : rounded(burst, unit));
      } catch (InvalidValueException inexact) {
        if (unit > permits && unit > burst) {
          throw inexact;
        }
      }
    }
  }

  private static long rounded(long number, long unit) {
    return Math.max(1, number - number % unit);
  }

  private static Limit with(Limit limit, long permits, long burst) {
    return new Limit(
        limit.algorithm(),
        permits,
        limit.per(),
        burst,
        limit.calendar(),
        limit.within(),
        limit.onSilence(),
        limit.mode(),
        limit.revision());
  }
}
