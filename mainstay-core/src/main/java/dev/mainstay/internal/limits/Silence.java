package dev.mainstay.internal.limits;

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
    int share = processes.last();
    List<Charge> shares = new ArrayList<>();
    List<Long> taken = new ArrayList<>();
    for (int i = 0; i < costs.length; i++) {
      Limit limit = charges.get(i).limit();
      if (limit.onSilence() == OnSilence.ALONE) {
        shares.add(new Charge(charges.get(i).key(), share(limit, share), 1, null));
        taken.add(costs[i]);
      }
    }
    long[] shareCosts = taken.stream().mapToLong(Long::longValue).toArray();
    TakeCall call =
        new TakeCall(shares, List.of(new TakeCall.Run(1, shareCosts)), Requests.lease());
    return own.take(call).toCompletableFuture().join() instanceof Taken.Decided decided
        && decided.admitted()[0] == 1;
  }

  static Limit share(Limit limit, int processes) {
    long permits = Math.max(1, limit.permits() / processes);
    long burst = limit.burst() == 0 ? 0 : Math.max(1, limit.burst() / processes);
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
