package dev.mainstay.bench.cache.rivals;

import java.time.Duration;
import java.util.function.UnaryOperator;

/** Somebody who caches on Redis; many threads at once. */
public interface CacheRival extends AutoCloseable {
  /** For so long all of them keep what they have. */
  Duration TTL = Duration.ofMinutes(10);

  /**
   * A cache of its own.
   *
   * @param name the same in every process that shares it
   * @param source what it loads; some want to know that when the cache is made
   */
  Face face(String name, UnaryOperator<String> source);

  /** One cache. */
  interface Face {
    /** The value of a key, cached or loaded. */
    String get(String key);

    /**
     * Forgets a key, in the way that its makers mean for it.
     *
     * @return whether it is said to be true for everybody
     */
    boolean invalidate(String key);
  }

  @Override
  void close();
}
