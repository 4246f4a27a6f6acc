package dev.mainstay.bench.limits.rivals;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import java.time.Duration;

/** Mainstay's own algorithm, {@code gcra}, through its blocking surface. */
public final class MainstayRival implements Rival {
  private static final String NAMESPACE = "bench";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Mainstay mainstay;

  /** Connects with the defaults, but waits as the peers do, so that all are asked the same. */
  public MainstayRival(String url) {
    RedisOptions options = RedisOptions.parse(url).withReadDeadline(PATIENCE);
    this.mainstay = Mainstay.on(RedisEngine.connect(options));
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
