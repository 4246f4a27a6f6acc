package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.ServerAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the sentinels' views is believed: the one of the highest epoch. Of two that tell the
 * same epoch and another primary, that of most sentinels: one may be read in the middle of a
 * change.
 *
 * <p>Sentinels that were set up anew begin to count anew. So a lower epoch is believed too, once
 * most of the sentinels agree about it and none knows of a higher one any more, for longer than
 * they take to tell each other of a failover.
 *
 * <p>Not thread-safe: whoever asks holds a lock.
 */
final class Believed {
  static final Duration TOLD = Duration.ofSeconds(10);
  private static final long NEVER = 0;

  private final int sentinels;
  private long epoch = -1;
  private @Nullable ServerAddress primary;
  private long lower = NEVER;

  Believed(int sentinels) {
    this.sentinels = sentinels;
  }

  /**
   * Whether a view is believed, and from now on no older one.
   *
   * @param all what each sentinel that is connected to said last
   */
  boolean is(SentinelView view, List<SentinelView> all, long now) {
    boolean agreed = isAgreed(view, all);
    if (view.epoch() >= epoch) {
      lower = NEVER;
    }
    boolean is =
        view.epoch() > epoch
            || (view.epoch() == epoch && (agreed || view.primary().equals(primary)))
            || (view.epoch() < epoch && agreed && isForgotten(all, now));
    if (is) {
      epoch = view.epoch();
      primary = view.primary();
      lower = NEVER;
    }
    return is;
  }

  private boolean isAgreed(SentinelView view, List<SentinelView> all) {
    long same =
        all.stream()
            .filter(other -> other.epoch() == view.epoch())
            .filter(other -> other.primary().equals(view.primary()))
            .count();
    return same > sentinels / 2;
  }

  private boolean isForgotten(List<SentinelView> all, long now) {
    if (all.stream().anyMatch(view -> view.epoch() >= epoch)) {
      lower = NEVER;
      return false;
    }
    if (lower == NEVER) {
      lower = now == NEVER ? 1 : now;
    }
    return now - lower >= TOLD.toNanos();
  }
}
