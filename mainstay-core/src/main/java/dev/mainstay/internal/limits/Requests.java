package dev.mainstay.internal.limits;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.LimitBounds;
import dev.mainstay.limits.Take;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.LimitKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** From takes to keys, checked. */
final class Requests {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LEASE_BYTES = 12;

  private Requests() {}

  static void check(List<Take> takes) {
    if (takes.isEmpty() || takes.size() > LimitBounds.LIMITS) {
      throw new InvalidValueException(
          "takes", takes.size() + " of them, allowed are 1 to " + LimitBounds.LIMITS);
    }
    if (takes.size() == 1) {
      return;
    }
    Set<Object> seen = new HashSet<>();
    for (Take take : takes) {
      if (!seen.add(take.cost(1))) {
        throw new InvalidValueException(
            "takes", "limit '" + take.limit() + "' is asked twice for one key; add up their costs");
      }
    }
  }

  /** Two takes that differ in a scope only are one where the rule counts within none. */
  static void refuseTwice(List<Charge> charges) {
    if (charges.size() == 1) {
      return;
    }
    Set<LimitKey> seen = new HashSet<>();
    for (Charge charge : charges) {
      LimitKey key = charge.key();
      if (!seen.add(key)) {
        throw new InvalidValueException(
            "takes",
            "limit '"
                + key.limit()
                + "' is asked twice for key '"
                + key.key()
                + "', since its rule counts within no scope; add up their costs, or define it with"
                + " within(…)");
      }
    }
  }

  static LimitKey key(String namespace, Take take, Limit limit) {
    boolean isScoped = limit.within() != null;
    if (isScoped && take.scope() == null) {
      throw new InvalidValueException(
          "within",
          "limit '"
              + take.limit()
              + "' counts within "
              + limit.within()
              + "; say which, as in Take.of(…).within(…)");
    }
    return new LimitKey(namespace, take.limit(), take.key(), isScoped ? take.scope() : null);
  }

  /** Whether permits of it are given back. */
  static boolean holds(Limit limit) {
    return limit.algorithm() == Algorithm.CONCURRENCY;
  }

  /** Such a limit holds what is taken by itself. */
  static void refuseHeld(List<Charge> charges) {
    for (Charge charge : charges) {
      if (holds(charge.limit())) {
        throw new InvalidValueException(
            "limit",
            "'" + charge.key().limit() + "' is a concurrency limit; take of it, and release");
      }
    }
  }

  static String lease() {
    byte[] bytes = new byte[LEASE_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
