package dev.mainstay.redis.internal.link;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one deadline in the order of their start, hence of their deadline. Many threads add
 * with one exchange and no allocation (the calls themselves are the nodes); one thread looks.
 */
final class Lane {
  private final AtomicReference<@Nullable Call<?>> last = new AtomicReference<>();

  /** The oldest call that is known here; {@code null} before the first and after the last. */
  private volatile @Nullable Call<?> first;

  void add(Call<?> call) {
    Call<?> before = last.getAndSet(call);
    if (before == null) {
      first = call;
    } else {
      before.next = call;
    }
  }

  boolean isEmpty() {
    return last.get() == null;
  }

  /** The oldest call, or {@code null} when there is none; for the one thread that looks. */
  @Nullable Call<?> peek() {
    return first;
  }

  /**
   * Drops the oldest call; for the one thread that looks. A call that is just being added behind it
   * may not be visible yet: then the oldest stays until the next look, done or not.
   */
  boolean drop(Call<?> oldest) {
    Call<?> next = oldest.next;
    if (next != null) {
      first = next;
      return true;
    }
    first = null;
    if (last.compareAndSet(oldest, null)) {
      return true;
    }
    first = oldest;
    return false;
  }
}
