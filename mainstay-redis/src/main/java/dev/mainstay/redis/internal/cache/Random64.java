package dev.mainstay.redis.internal.cache;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Numbers that no other process has drawn, each a few nanoseconds. Nobody gains anything by
 * guessing one: who can write to the store needs none.
 */
final class Random64 {
  /** Two processes that began to draw alike do not go on alike. */
  private static final long OURS = new SecureRandom().nextLong();

  private Random64() {}

  static long next() {
    return ThreadLocalRandom.current().nextLong() ^ OURS;
  }
}
