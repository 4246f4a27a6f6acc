package dev.mainstay.cache;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One cache, the same for every replica. Safe for many threads.
 *
 * <p>Keys are texts, numbers, UUIDs, enums, or what the cache was told to name; two keys are the
 * same if they are spelled the same. Of a key one replica loads at a time, others wait for it.
 * Whatever is loaded while its key is invalidated is answered to those who asked before, and never
 * stored. No call fails because the store does not answer, as long as the loader works.
 *
 * @param <V> {@code @Nullable} where a loader may find nothing
 */
public interface Cache<K, V extends @Nullable Object> {
  /** So many keys at most are asked for, or put, at once. */
  int MOST_AT_ONCE = 10_000;

  /**
   * The value of a key, from the cache or else loaded, on the calling thread. A hit costs one round
   * trip, a near hit none, a miss three and the load.
   *
   * @throws dev.mainstay.errors.LoadFailedException where the loader threw a checked exception or
   *     took longer than it may; what it throws unchecked is thrown as it is
   */
  V get(K key, Loader<? super K, ? extends V> loader);

  /** The same with a loader that says itself for how long, and by which tags, its value counts. */
  V getLoaded(K key, Loader<? super K, Loaded<V>> loader);

  /**
   * The values of many keys, each from the cache or else loaded, with all that {@link #get}
   * promises of each. What has to be loaded is loaded at once, on the calling thread: when it is
   * known of each key whether it is there, is loaded by another, or is to be loaded by this call. A
   * second load follows only where another did not bring what he was loading. Hits cost one round
   * trip for all of them, near hits none, misses three for all of them and the load; beyond a
   * thousand keys that is for each thousand.
   *
   * @param keys up to {@link #MOST_AT_ONCE}
   * @return what has a value, in the order of the keys; keys without one are not in it
   * @throws dev.mainstay.errors.InvalidValueException where there are more keys
   * @throws dev.mainstay.errors.LoadFailedException as of {@link #get}, for the first key that
   *     could not be loaded; the values of others stay cached
   */
  Map<K, V> getAll(Collection<? extends K> keys, BatchLoader<K, V> loader);

  /** What the store has of a key, near or not; loads nothing. One round trip. */
  Look<V> look(K key);

  /**
   * Stores a value; of several at once the last counts. One round trip. Where the store does not
   * answer, nothing is thrown: the key is then invalidated, as by an {@link Invalidated.Queued}. So
   * it is by {@code null} where absences are not remembered.
   */
  void put(K key, V value);

  /** Stores a value with a time or tags of its own. One round trip, two with tags. */
  void put(K key, Loaded<V> value);

  /**
   * Stores many values, each as {@link #put(Object, Object)} does. One round trip for all of them;
   * beyond a thousand values that is for each thousand.
   *
   * @param values up to {@link #MOST_AT_ONCE}
   * @throws dev.mainstay.errors.InvalidValueException where there are more; nothing is stored then
   */
  void putAll(Map<? extends K, ? extends V> values);

  /**
   * Forgets a key. When it answers no replica answers what was cached or loaded before, but for
   * near caches of others, which may do so for as long as they are allowed, see {@link Near}. One
   * round trip.
   */
  Invalidated invalidate(K key);

  /** The same for many keys; one round trip, in a Cluster one for each slot, side by side. */
  Invalidated invalidate(Collection<? extends K> keys);

  /**
   * The same for many keys, and when it answers {@link Invalidated.Done} no near cache answers what
   * was there either: it waits until what any of them keeps is too old to be answered. It takes
   * {@link Near#maxAge} longer than {@link #invalidate(Collection)}, where this cache is near.
   */
  Invalidated invalidateEverywhere(Collection<? extends K> keys);

  /**
   * The same as {@link #invalidate} for all entries that have one of these tags. One round trip.
   */
  Invalidated invalidateTags(Collection<String> tags);

  /**
   * The same for all keys that are spelled with this prefix. The store is searched for them, a
   * thousand keys of all kinds with each round trip: not for each request. Meanwhile this process
   * answers none of them from the cache.
   */
  Invalidated invalidatePrefix(String prefix);

  /** The same for the whole cache. */
  Invalidated invalidateAll();

  /**
   * Writes the source of a key, so that nothing stale stays cached whatever becomes of the write:
   * nothing is cached from before it begins until after its end, and for a minute where this
   * process dies meanwhile. Begin and commit the transaction inside. Two round trips.
   *
   * @return what the write returned; what it throws is thrown as it is
   * @throws dev.mainstay.errors.StoreUnavailableException where the store does not answer at its
   *     begin: nothing was written then
   */
  <T extends @Nullable Object> T mutate(K key, Callable<T> write) throws Exception;

  /**
   * The same in a transaction of a connection of its own: it is committed where the work returns,
   * and rolled back where it throws, before the write ends. Two round trips and the transaction.
   *
   * @throws SQLException as the work or the database threw it
   * @throws dev.mainstay.errors.StoreUnavailableException where the store does not answer at its
   *     begin: nothing was written then
   */
  default <T extends @Nullable Object> T mutate(K key, DataSource source, SqlWork<T> work)
      throws SQLException {
    Intent intent = intend(List.of(key));
    try {
      return SqlTransaction.run(source, work);
    } finally {
      intent.close();
    }
  }

  /**
   * Announces that the sources of keys are about to be written, for where begin and end are not in
   * one place: announce before the transaction begins, and close after it ended, either way.
   */
  Intent intend(Collection<? extends K> keys);

  /**
   * The same inside of a transaction that somebody else manages, before its first write of these
   * keys; it ends when the transaction does, committed or not.
   *
   * @throws RuntimeException as the manager threw it, where there is no transaction for instance;
   *     nothing is announced then
   */
  default void intend(Collection<? extends K> keys, Completion transaction) {
    Intent intent = intend(keys);
    try {
      transaction.afterCompletion(intent::close);
    } catch (RuntimeException | Error failed) {
      intent.close();
      throw failed;
    }
  }

  /**
   * Hears from now on what other services publish of keys that changed, each as an {@link
   * #invalidate}, and tells them where the channel is told: of keys that are invalidated or put
   * here, and of writes when they end; not of tags, prefixes or everything. It goes on until it is
   * closed, whatever becomes of the connection; no round trip for who calls.
   */
  Following follow(InvalidationChannel channel);

  /** The steps of a load by themselves, for loaders that run elsewhere. */
  CacheSteps<K, V> steps();

  /** What is there, for operators. */
  CacheAdmin<K> admin();

  /** What this process did with the cache until now. No round trip. */
  CacheStats stats();

  /** The cache's name. */
  String name();

  /** The same without waiting. */
  AsyncCache<K, V> async();
}
