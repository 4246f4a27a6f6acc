package dev.mainstay.cache;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreUnavailableException;
import java.util.List;

/**
 * What operators ask of a cache. Nothing is loaded, changed, prolonged or counted by it, and no
 * value is decoded. Each of these throws {@link StoreUnavailableException} where the store does not
 * answer.
 */
public interface CacheAdmin<K> {
  /** So many keys are told at once at most. */
  int MOST_KEYS = 10_000;

  /** So many entries are measured for {@link #size}. */
  int MEASURED = 200;

  /**
   * What is there of a key. One round trip, two where it has tags. Under an eviction policy that
   * goes by use the store takes it for a use, but {@link Inspected.Kept#idle} is of before.
   */
  Inspected inspect(K key);

  /**
   * How many entries the cache has, and what they take. The whole store is searched, a thousand
   * keys of all kinds with each round trip, and then {@link #MEASURED} entries are measured side by
   * side: not for each request. A key that comes or goes meanwhile may count or not, and one that
   * {@code SCAN} repeats, as it may while the store's table of keys grows or shrinks, counts twice.
   */
  CacheSize size();

  /**
   * Keys of the cache that begin so, as they are spelled, in no order; an empty prefix is of all.
   * The store is searched until there are enough, a thousand keys of all kinds with each round
   * trip.
   *
   * @param most so many at most; 1 to {@link #MOST_KEYS}
   * @throws InvalidValueException where that is exceeded
   */
  List<String> keys(String prefix, int most);

  /** The same without waiting. */
  AsyncCacheAdmin<K> async();
}
