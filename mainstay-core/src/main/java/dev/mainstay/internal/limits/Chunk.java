package dev.mainstay.internal.limits;

import dev.mainstay.limits.Decision.Allowed;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Permits that are reserved in the store and taken here, until the chunk is closed. */
final class Chunk {
  private static final long CLOSED = -1;

  /** What each take of it answers: as things stood when it was reserved. */
  final Allowed answer;

  /** The version of the rule that it was reserved by. */
  final long version;

  /** What to settle with. */
  final String reservation;

  private final long size;
  private final AtomicLong left;

  Chunk(Allowed reserved, long version, long size) {
    this.answer = new Allowed(reserved.standings(), Duration.ZERO, "", reserved.shadowed());
    this.reservation = reserved.lease();
    this.version = version;
    this.size = size;
    this.left = new AtomicLong(size);
  }

  /** Takes permits of it; false where there are not so many, or it is closed. */
  boolean take(long cost) {
    long now = left.get();
    while (now >= cost) {
      if (left.compareAndSet(now, now - cost)) {
        return true;
      }
      now = left.get();
    }
    return false;
  }

  /** Ends it and says how many permits were taken; -1 where it had ended before. */
  long close() {
    long rest = left.getAndSet(CLOSED);
    return rest == CLOSED ? CLOSED : size - rest;
  }
}
