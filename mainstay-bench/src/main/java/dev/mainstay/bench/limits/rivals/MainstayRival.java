package dev.mainstay.bench.limits.rivals;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.redis.RedisEngine;

/** Mainstay's own algorithm, {@code gcra}, through its blocking surface. */
public final class MainstayRival implements Rival {
  private static final String NAMESPACE = "bench";

  private final Mainstay mainstay;

  /** Connects as a program does, with all defaults. */
  public MainstayRival(String url) {
    this.mainstay = Mainstay.on(RedisEngine.connect(url));
  }

  @Override
  public String name() {
    return "Mainstay";
  }

  /** The limiter beneath a gate. */
  public Limiter limiter(String name, Limit limit) {
    return mainstay.limits(NAMESPACE).limiter(name, limit);
  }

  @Override
  public Gate gate(String name, Rate rate, int keys) {
    Limiter limiter = limiter(name, Limit.gcra(rate.permits(), rate.per()));
    String[] spelled = spelled(keys);
    return key -> isIn(limiter.take(spelled[key]));
  }

  static String[] spelled(int keys) {
    String[] spelled = new String[keys];
    for (int i = 0; i < keys; i++) {
      spelled[i] = Rival.key(i);
    }
    return spelled;
  }

  /** Whether it was let in; a decision that the store did not make is none. */
  public static boolean isIn(Decision decision) {
    if (decision instanceof Decision.Undecided undecided) {
      throw new IllegalStateException("the store did not decide: " + undecided.cause());
    }
    return decision.allowed();
  }

  @Override
  public void close() {
    mainstay.close();
  }
}
