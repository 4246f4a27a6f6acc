package dev.mainstay.internal.cache;

import dev.mainstay.cache.CacheSteps;
import dev.mainstay.cache.Look;
import dev.mainstay.cache.Offer;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Moves;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what somebody is offered who would load: the value, the lease, or to load for himself.
 * Where the tags stand is asked before the lease is given, so that whatever moves later is seen.
 */
final class Offers<V extends @Nullable Object> {
  private final CacheStore store;
  private final Duration lease;
  private final BiFunction<EntryKey, Stored, CompletionStage<Look<V>>> judge;

  /**
   * @param lease so long it is held
   * @param judge says whether what is stored counts
   */
  Offers(
      CacheStore store,
      Duration lease,
      BiFunction<EntryKey, Stored, CompletionStage<Look<V>>> judge) {
    this.store = store;
    this.lease = lease;
    this.judge = judge;
  }

  CompletionStage<Offer<V>> of(EntryKey key, Duration wait) {
    if (wait.isNegative() || wait.compareTo(CacheSteps.LONGEST_WAIT) > 0) {
      throw new InvalidValueException("wait", wait + " is not within PT0S to PT30S");
    }
    long until = System.nanoTime() + wait.toNanos();
    return store.get(key).thenCompose(stored -> found(key, stored, until));
  }

  private CompletionStage<Offer<V>> found(EntryKey key, Stored stored, long until) {
    if (stored instanceof Stored.Value value) {
      return judge.apply(key, stored).thenCompose(look -> looked(key, value, look, until));
    }
    if (stored instanceof Stored.Leased) {
      return await(key, until);
    }
    return stored instanceof Stored.Written ? busy(new Look.Absent<>()) : acquire(key, until);
  }

  private CompletionStage<Offer<V>> looked(
      EntryKey key, Stored.Value value, Look<V> look, long until) {
    if (look instanceof Look.Fresh<V> fresh) {
      return CompletableFuture.completedFuture(new Offer.Found<>(fresh));
    }
    if (look instanceof Look.Stale<V> stale) {
      return refresh(key, value, stale);
    }
    // What counts no more goes out of the way, unless something else is there by now.
    return store.drop(key, value.stamp()).thenCompose(dropped -> acquire(key, until));
  }

  private CompletionStage<Offer<V>> acquire(EntryKey key, long until) {
    CompletableFuture<Long> count = count(key);
    return store
        .acquire(key, lease)
        .thenCompose(
            got -> {
              if (got instanceof Stored.Vacant vacant) {
                return leased(key, vacant.ticket(), count, new Look.Absent<>());
              }
              // Somebody was quicker; by now he may have filled it. No one comes by here twice.
              return got instanceof Stored.Leased ? await(key, until) : settled(key, got);
            });
  }

  private CompletionStage<Offer<V>> refresh(EntryKey key, Stored.Value value, Look<V> stale) {
    CompletableFuture<Long> count = count(key);
    return store
        .refresh(key, value.stamp(), lease)
        .thenCompose(
            ticket -> ticket.isPresent() ? leased(key, ticket.get(), count, stale) : busy(stale));
  }

  /** Waits while another loads, as long as the asker wants to. */
  private CompletionStage<Offer<V>> await(EntryKey key, long until) {
    long left = until - System.nanoTime();
    if (left <= 0) {
      return busy(new Look.Absent<>());
    }
    return store
        .await(key, Duration.ofNanos(left))
        .thenCompose(
            stored ->
                // Who gave up leaves the load to one of those who waited.
                stored instanceof Stored.Absent ? acquire(key, until) : settled(key, stored));
  }

  private CompletionStage<Offer<V>> settled(EntryKey key, Stored stored) {
    return judge
        .apply(key, stored)
        .thenApply(
            look ->
                look instanceof Look.Fresh<V> fresh
                    ? new Offer.Found<>(fresh)
                    : new Offer.Busy<>(look));
  }

  private CompletionStage<Offer<V>> leased(
      EntryKey key, Ticket ticket, CompletableFuture<Long> count, Look<V> meanwhile) {
    return store
        .text(key, ticket)
        .whenComplete(
            (text, failed) -> {
              if (failed != null) {
                store.release(key, ticket);
              }
            })
        .thenCombine(count, (text, moved) -> offer(key, ticket, text, moved, meanwhile));
  }

  /** Who cannot be told of his ticket has none. */
  private Offer<V> offer(
      EntryKey key, Ticket ticket, Optional<String> text, long count, Look<V> meanwhile) {
    if (text.isEmpty()) {
      var unused = store.release(key, ticket);
      return new Offer.Busy<>(meanwhile);
    }
    return new Offer.Leased<>(new Lease(text.get(), count).toString(), lease, meanwhile);
  }

  /** Where the cache's tags stand; negative where the store does not say, for who needs no tags. */
  private CompletableFuture<Long> count(EntryKey key) {
    return store
        .moves(key.namespace(), key.cache(), List.of())
        .thenApply(Moves::count)
        .exceptionally(failed -> -1L)
        .toCompletableFuture();
  }

  private CompletionStage<Offer<V>> busy(Look<V> meanwhile) {
    return CompletableFuture.completedFuture(new Offer.Busy<>(meanwhile));
  }
}
