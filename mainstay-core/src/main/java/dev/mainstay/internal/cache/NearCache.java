package dev.mainstay.internal.cache;

import dev.mainstay.cache.Invalidated;
import dev.mainstay.near.Near;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.NearStore;
import dev.mainstay.spi.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The values of one cache that this process keeps, by the keys of its callers.
 *
 * <p>The race of a near cache is that a value is read, changes, is said to have changed while
 * nothing is kept of it, and then is kept. Here what will be kept is entered under its name before
 * the reading begins, and a change, of whoever, marks it from then on: whether it is kept before or
 * after that does not matter, since each hit looks at the mark. The hit looks at the connection's
 * {@link dev.mainstay.spi.Proof} too, so that no end of a connection has to reach the entries.
 *
 * <p>Changes by this process mark entries before the store is asked and when it answered: who
 * changes something must not read what was there, and the store's own word comes later. So of a
 * name one entry at most is not marked.
 */
final class NearCache<V extends @Nullable Object> {
  private final Invalidations invalidations;
  private final long maxNanos;
  private final NearStore<Object, NearEntry<V>> store;
  private final NearTags tags;
  private final LongAdder hits;
  private final Map<String, NearEntry<V>> named = new ConcurrentHashMap<>();

  NearCache(Invalidations invalidations, Near how, Spelling<?> spelling, Counters counters) {
    this.hits = counters.nearHits;
    this.invalidations = invalidations;
    this.maxNanos = how.maxAge().toNanos();
    this.store =
        invalidations.store(
            how.entries(),
            entry -> {
              counters.nearEvictions.increment();
              entry.close();
            });
    this.tags =
        new NearTags(
            invalidations, spelling.namespace(), spelling.cache(), maxNanos, how.entries());
    invalidations.prove(how.maxAge());
  }

  /** What was done counts for the near caches of all processes after the longest age. */
  CompletionStage<Invalidated> everywhere(Invalidated done) {
    CompletableFuture<Invalidated> later = new CompletableFuture<>();
    return done.isDone()
        ? later.completeOnTimeout(done, maxNanos, TimeUnit.NANOSECONDS)
        : CompletableFuture.completedFuture(done);
  }

  /** What may be answered; {@code null} where nothing may. Allocates nothing. */
  @Nullable NearEntry<V> hit(Object key) {
    NearEntry<V> entry = store.get(key);
    if (entry == null || !entry.counts(invalidations.nanos(), maxNanos)) {
      return null;
    }
    hits.increment();
    return entry;
  }

  /** Reads what is there, so that it can be kept. */
  CompletionStage<Stored> read(EntryKey name, NearEntry<V> entry) {
    NearEntry<V> before = named.put(name.key(), entry);
    if (before != null) {
      before.close();
    }
    return invalidations.watch(name, entry);
  }

  /** Whether no tag of what is read has moved; empty where it is not known. Never fails. */
  CompletionStage<Optional<Boolean>> stand(NearEntry<V> entry, Entry read) {
    NearTag[] its = tags.of(read);
    entry.tagged(its);
    return NearTags.stand(its, read);
  }

  /** Keeps what was read, unless it changed by now. */
  void keep(NearEntry<V> entry, V value, long stamp, long millis) {
    long now = invalidations.nanos();
    entry.holds(value, now + TimeUnit.MILLISECONDS.toNanos(millis), stamp);
    store.put(entry.key, entry);
    if (!entry.counts(now, maxNanos)) {
      entry.close();
    }
  }

  /** Nothing that was read of a name until now is answered any more. */
  void forget(EntryKey name) {
    NearEntry<V> known = named.get(name.key());
    if (known != null) {
      known.close();
    }
  }

  /** The same for many. */
  void forget(Predicate<String> names) {
    List<NearEntry<V>> all = new ArrayList<>(named.values());
    all.stream().filter(entry -> names.test(entry.name())).forEach(NearEntry::close);
  }

  /** The same for whatever has one of these tags. */
  void forgetTags(List<String> moved) {
    tags.forget(moved);
  }

  /** The clock of the proofs. */
  long nanos() {
    return invalidations.nanos();
  }

  /** So old an answer may be. */
  long maxNanos() {
    return maxNanos;
  }

  /** An entry counts no more. */
  void left(NearEntry<V> entry) {
    named.remove(entry.name(), entry);
    store.remove(entry.key, entry);
  }
}
