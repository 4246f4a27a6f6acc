package dev.mainstay.internal.cache;

import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Look;
import dev.mainstay.cache.Offer;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Moves;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The steps of loads that run elsewhere, on one cache. What the store fails with is told. */
final class Steps<V extends @Nullable Object> {
  private final CacheStore store;
  private final Packing<V> packing;
  private final Siblings siblings;
  private final Loads<V> loads;
  private final Journal journal;
  private final Changes<V> changes;
  private final Offers<V> offers;

  Steps(
      CacheStore store, Packing<V> packing, Siblings siblings, Loads<V> loads, Changes<V> changes) {
    this.changes = changes;
    this.store = store;
    this.packing = packing;
    this.siblings = siblings;
    this.loads = loads;
    this.journal = siblings.journal();
    this.offers = new Offers<>(store, packing.freshness.hardTimeout(), loads::look);
  }

  CompletionStage<Look<V>> look(EntryKey key) {
    CompletionStage<Look<V>> look =
        journal.holds(key)
            ? CompletableFuture.completedFuture(new Look.Absent<>())
            : store.get(key).thenCompose(stored -> loads.look(key, stored));
    return look.thenApply(this::counted);
  }

  CompletionStage<Offer<V>> lookOrLease(EntryKey key, Duration wait) {
    // What the journal holds is dropped soon: who loads now cannot be told from who loaded before.
    CompletionStage<Offer<V>> offer =
        journal.holds(key)
            ? CompletableFuture.completedFuture(new Offer.Busy<>(new Look.Absent<>()))
            : offers.of(key, wait);
    return offer.thenApply(this::counted);
  }

  private Offer<V> counted(Offer<V> offer) {
    if (offer instanceof Offer.Found<V> found) {
      var unused = counted(found.value());
    } else if (offer instanceof Offer.Leased<V> leased) {
      var unused = counted(leased.meanwhile());
    } else if (offer instanceof Offer.Busy<V> busy) {
      var unused = counted(busy.meanwhile());
    }
    return offer;
  }

  private Look<V> counted(Look<V> look) {
    Counters counters = loads.counters;
    if (look instanceof Look.Fresh<V>) {
      counters.hits.increment();
    } else if (look instanceof Look.Stale<V>) {
      counters.staleServed.increment();
    } else {
      counters.misses.increment();
    }
    return look;
  }

  CompletionStage<Void> put(EntryKey key, Loaded<V> value) {
    Entry entry = packing.entry(value, Duration.ZERO);
    CompletionStage<@Nullable Entry> marked =
        entry == null ? CompletableFuture.completedFuture(null) : loads.marked(entry, value.tags());
    return marked
        .thenCompose(known -> known == null ? drop(key) : put(key, known, value))
        .whenComplete((done, failed) -> siblings.detach(key))
        .thenCompose(done -> changes.tell(List.of(key)));
  }

  private CompletionStage<Void> put(EntryKey key, Entry entry, Loaded<V> value) {
    return store.put(key, entry, packing.life(entry, value));
  }

  private CompletionStage<Void> drop(EntryKey key) {
    return store.invalidate(List.of(key)).thenAccept(count -> {});
  }

  CompletionStage<Boolean> fill(EntryKey key, String text, Loaded<V> value) {
    Lease lease = Lease.read(text);
    loads.counters.loaded(false);
    return fill(key, lease, text, value);
  }

  private CompletionStage<Boolean> fill(EntryKey key, Lease lease, String text, Loaded<V> value) {
    Entry entry = packing.entry(value, Duration.ZERO);
    if (entry == null) {
      return release(key, text);
    }
    CompletionStage<@Nullable Entry> marked =
        value.tags().isEmpty()
            ? CompletableFuture.completedFuture(entry)
            : loads.marked(
                entry,
                value.tags(),
                lease.isCountKnown() ? new Moves(lease.count(), List.of()) : null);
    return marked
        .thenCompose(
            known ->
                known == null
                    ? release(key, text).thenApply(released -> false)
                    : fill(key, lease, known, value))
        .whenComplete((isStored, failed) -> loads.counters.filled(failed != null || isStored));
  }

  private CompletionStage<Boolean> fill(EntryKey key, Lease lease, Entry entry, Loaded<V> value) {
    return store
        .ticket(key, lease.ticket())
        .thenCompose(
            ticket ->
                ticket.isEmpty()
                    ? CompletableFuture.completedFuture(false)
                    : store.fill(key, ticket.get(), entry, packing.life(entry, value)));
  }

  CompletionStage<Boolean> release(EntryKey key, String text) {
    return store
        .ticket(key, Lease.read(text).ticket())
        .thenCompose(
            ticket ->
                ticket.isEmpty()
                    ? CompletableFuture.completedFuture(false)
                    : store.release(key, ticket.get()));
  }
}
