package dev.mainstay.cache;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreUnavailableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a load, each by itself: for loaders that run elsewhere, as behind HTTP, and may fill
 * through another process than the one that gave them the lease. What {@link Cache#get} promises is
 * true of them too: what was loaded before an invalidation, a write or a failover is never stored
 * after it.
 *
 * <p>Unlike {@link Cache}, which goes on without its store, each of these throws {@link
 * StoreUnavailableException} where the store does not answer: who loads elsewhere decides himself.
 */
public interface CacheSteps<K, V extends @Nullable Object> {
  /** The longest that somebody waits for another's load. */
  Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /**
   * The text of a lease, if it is one by its form; nobody is asked whether it is good still.
   *
   * @throws InvalidValueException where it is none
   */
  static String requireLease(String lease) {
    if (!lease.matches("[A-Za-z0-9-]{1,100}-c(n|[0-9a-z]{1,12})")) {
      throw new InvalidValueException(
          "lease", "is none; give back the one that you were offered, as it was");
    }
    return lease;
  }

  /** What the cache has of a key. One round trip, two where it has tags. */
  Look<V> look(K key);

  /**
   * The same, and where nothing that counts is there, the lease to load it, if it is to be had. It
   * is held for the cache's {@code hardTimeout}. A hit costs one round trip; a lease three.
   *
   * @param wait so long an answer may wait for another's load, where there is nothing stale; 0 to
   *     30 s
   * @throws InvalidValueException where that is longer
   */
  Offer<V> lookOrLease(K key, Duration wait);

  /**
   * Stores what was loaded under a lease; two round trips, three with tags.
   *
   * @return false, and nothing done, where the lease is void: it lapsed, was used, or anything
   *     happened to the key or to one of the tags since
   * @throws InvalidValueException where it is no lease
   */
  boolean fill(K key, String lease, Loaded<V> value);

  /**
   * Gives a lease back, so that another loads; two round trips.
   *
   * @return false, and nothing done, where it is void
   * @throws InvalidValueException where it is no lease
   */
  boolean release(K key, String lease);

  /** Stores a value, whatever is there. One round trip, two with tags. */
  void put(K key, Loaded<V> value);

  /** The same without waiting. */
  AsyncCacheSteps<K, V> async();
}
