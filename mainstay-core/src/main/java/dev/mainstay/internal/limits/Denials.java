package dev.mainstay.internal.limits;

import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Decision.Denied;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.Standing;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.LimitKey;
import dev.mainstay.spi.TakeCall;
import dev.mainstay.spi.Taken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Refusals that hold for a while whoever asks: until its permits are back, nothing but a changed
 * rule, a reset or a settled reservation makes room for a cost that was refused. So whoever asks
 * again meanwhile is refused without asking the store.
 *
 * <p>A changed rule is seen by its version, what this process resets or settles is forgotten at
 * once, and what others do is heard no later than {@link #LONGEST} after it, since no refusal is
 * kept longer. What is refused because permits are reserved is not kept at all.
 */
final class Denials {
  /** No refusal is kept for longer, in nanoseconds: as long as a rule. */
  static final long LONGEST = Rules.LEASE;

  /** It is not worth keeping one that ends sooner. */
  private static final long SHORTEST = 1_000_000;

  private static final int MOST = 10_000;

  private final boolean isWorthIt;
  private final Map<LimitKey, Kept> kept = new ConcurrentHashMap<>();

  /**
   * A refusal.
   *
   * @param cost that was refused; a higher one is too
   * @param until it holds for sure: counted from when the store was asked
   * @param back after then nothing is in the way: counted from when it answered
   */
  private record Kept(long version, long cost, long until, long back, Denied denied) {}

  /**
   * @param isWorthIt whether refusals are kept at all
   */
  Denials(boolean isWorthIt) {
    this.isWorthIt = isWorthIt;
  }

  /** Of those that were refused, the cheapest: what costs more is refused with it. */
  void remember(List<Ask> asks, TakeCall call, Taken.Decided taken, Decision[] decisions) {
    Charge charge = call.charges().get(0);
    boolean isLasting =
        call.charges().size() == 1
            && charge.limit().mode() == Mode.ENFORCE
            && !Requests.holds(charge.limit())
            && taken.readings().get(0).held() == 0;
    if (!isLasting || decisions[decisions.length - 1].allowed()) {
      return;
    }
    int cheapest = decisions.length - 1;
    for (int i = 0; i < decisions.length; i++) {
      if (!decisions[i].allowed() && cost(asks, i) < cost(asks, cheapest)) {
        cheapest = i;
      }
    }
    if (decisions[cheapest] instanceof Decision.Denied denied) {
      keep(charge.key(), charge.version(), cost(asks, cheapest), asks.get(0).sent, denied);
    }
  }

  private static long cost(List<Ask> asks, int index) {
    return asks.get(index).takes.get(0).cost();
  }

  /** Keeps a refusal of a question that was sent then. */
  private void keep(LimitKey key, long version, long cost, long sent, Denied denied) {
    long retry = denied.retryAfter().map(Duration::toNanos).orElse(0L);
    if (!isWorthIt || retry < SHORTEST) {
      return;
    }
    if (kept.size() >= MOST) {
      long now = System.nanoTime();
      kept.values().removeIf(one -> now - one.until >= 0);
      if (kept.size() >= MOST) {
        return;
      }
    }
    long until = sent + Math.min(retry, LONGEST);
    kept.put(key, new Kept(version, cost, until, System.nanoTime() + retry, denied));
  }

  /** The refusal of a take, where one is known; {@code null} where the store has to be asked. */
  @Nullable Denied find(List<Charge> charges, long cost) {
    if (charges.size() > 1 || kept.isEmpty()) {
      return null;
    }
    LimitKey key = charges.get(0).key();
    Kept found = kept.get(key);
    if (found == null) {
      return null;
    }
    long now = System.nanoTime();
    if (now - found.until >= 0 || found.version != charges.get(0).version()) {
      kept.remove(key, found);
      return null;
    }
    return cost < found.cost ? null : later(found, now);
  }

  /** The same refusal, said a little later. */
  private static Denied later(Kept found, long now) {
    Standing then = found.denied.standings().get(0);
    Duration retry = Duration.ofNanos(found.back - now);
    Duration passed = found.denied.retryAfter().orElse(retry).minus(retry);
    Duration reset = then.resetAfter().minus(passed);
    Standing standing =
        new Standing(
            then.limit(), then.rule(), then.remaining(), reset.isNegative() ? retry : reset);
    return new Denied(List.of(standing), found.denied.violated(), Optional.of(retry));
  }

  /** Something made room. */
  void forget(LimitKey key) {
    kept.remove(key);
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }
}
