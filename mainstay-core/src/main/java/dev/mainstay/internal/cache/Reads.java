package dev.mainstay.internal.cache;

import dev.mainstay.cache.Look;
import dev.mainstay.errors.CodecException;
import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.internal.Breaker;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks into one cache: a hit is answered, a miss boards a flight, and what nears its end is loaded
 * anew.
 */
final class Reads<V extends @Nullable Object> {
  private final CacheStore store;
  private final Breaker breaker;
  private final Packing<V> packing;
  private final Flights<V> flights;
  private final Loads<V> loads;
  private final Journal journal;
  private final Listener listener;
  private final SourceBreaker source;
  private final Counters counters;
  private final @Nullable Checker<V> checker;
  private final @Nullable NearCache<V> near;
  private final Set<EntryKey> refreshing = ConcurrentHashMap.newKeySet();

  Reads(
      CacheStore store,
      Breaker breaker,
      Packing<V> packing,
      Flights<V> flights,
      Loads<V> loads,
      Journal journal,
      @Nullable NearCache<V> near,
      SourceBreaker source,
      Listener listener,
      Counters counters,
      @Nullable Checker<V> checker) {
    this.source = source;
    this.store = store;
    this.breaker = breaker;
    this.packing = packing;
    this.flights = flights;
    this.loads = loads;
    this.journal = journal;
    this.near = near;
    this.listener = listener;
    this.counters = counters;
    this.checker = checker;
  }

  Ask<V> ask(Ask<V> ask) {
    if (journal.holds(ask.key)) {
      ask.guard(() -> flights.board(ask, null));
    } else {
      var unused =
          ask.source
              .trip(() -> read(ask))
              .whenComplete((stored, failed) -> ask.guard(() -> found(ask, stored, failed)));
    }
    return ask;
  }

  /** What is there; {@code null} where the store is not asked, since it does not answer others. */
  @SuppressWarnings("NullAway") // a stage only gives its value
  private CompletionStage<@Nullable Stored> read(Ask<V> ask) {
    if (!breaker.lets()) {
      return CompletableFuture.completedFuture(null);
    }
    NearEntry<V> entry = ask.near;
    return near == null || entry == null ? lagging(ask.key) : near.read(ask.key, entry);
  }

  /** From a copy that lags where that is allowed, and has what was changed here. */
  private CompletionStage<Stored> lagging(EntryKey key) {
    Duration staleness = packing.freshness.staleness();
    return staleness.isZero() || !flights.mayLag(key) ? store.get(key) : store.get(key, staleness);
  }

  private void found(Ask<V> ask, @Nullable Stored stored, @Nullable Throwable failed) {
    if (stored == null) {
      if (failed != null) {
        breaker.failed(ask.began);
      }
      flights.board(ask, null);
      return;
    }
    breaker.answered();
    if (stored instanceof Stored.Value value) {
      if (value.entry().tags().isEmpty()) {
        value(ask, value);
      } else {
        tagged(ask, value);
      }
    } else {
      flights.board(ask, stored);
    }
  }

  private void tagged(Ask<V> ask, Stored.Value value) {
    var unused =
        stands(ask, value)
            .whenComplete(
                (stands, failed) ->
                    ask.guard(
                        () -> {
                          if (failed != null) {
                            flights.board(ask, null);
                          } else if (stands) {
                            value(ask, value);
                          } else {
                            drop(ask, value);
                          }
                        }));
  }

  private CompletionStage<Boolean> stands(Ask<V> ask, Stored.Value value) {
    NearEntry<V> entry = ask.near;
    if (near == null || entry == null) {
      return loads.stands(ask.key, value.entry());
    }
    return near.stand(entry, value.entry())
        .thenCompose(
            known ->
                known
                    .<CompletionStage<Boolean>>map(CompletableFuture::completedFuture)
                    .orElseGet(() -> loads.stands(ask.key, value.entry())));
  }

  private void value(Ask<V> ask, Stored.Value value) {
    Packing.Counts counts = packing.counts(value.entry());
    if (counts == Packing.Counts.NOT) {
      if (packing.isForeign(value.entry())) {
        counters.rejected.increment();
      }
      drop(ask, value);
      return;
    }
    V read;
    try {
      read = packing.value(value.entry());
    } catch (CodecException foreign) {
      counters.rejected.increment();
      listener.on(new Event.PayloadRejected("entry"));
      drop(ask, value);
      return;
    }
    if (counts == Packing.Counts.FRESH) {
      keep(ask, value, read);
      ask.hit(read);
      if (checker != null && checker.isDue()) {
        checker.hit(ask.key, ask.source, value);
      }
      if (packing.isDueAhead(value.entry())) {
        refresh(ask, value, source.lets(ask.key));
      }
      return;
    }
    SourceBreaker.Let let = source.lets(ask.key);
    if (counts == Packing.Counts.IF_FAILED && let == SourceBreaker.Let.LOAD) {
      ask.fallBackTo(read);
      flights.board(ask, value);
    } else {
      ask.stale(read);
      refresh(ask, value, let);
    }
  }

  /** Keeps near what is read; an invalidation that the store did not answer hinders that too. */
  private void keep(Ask<V> ask, Stored.Value value, V read) {
    NearEntry<V> entry = ask.near;
    long left = packing.left(value.entry()) - packing.ahead(value.entry());
    if (near != null && entry != null && left > 0) {
      near.keep(entry, read, value.stamp(), left);
      if (journal.holds(ask.key)) {
        entry.close();
      }
    }
  }

  /** What counts no more goes out of the way, unless something else is there by now. */
  private void drop(Ask<V> ask, Stored.Value value) {
    var unused =
        store
            .drop(ask.key, value.stamp())
            .whenComplete(
                (dropped, failed) ->
                    ask.guard(() -> flights.board(ask, failed == null ? Stored.ABSENT : null)));
  }

  /** One replica loads anew what was answered, if it may. */
  private void refresh(Ask<V> ask, Stored.Value value, SourceBreaker.Let let) {
    if (let == SourceBreaker.Let.NOTHING || !refreshing.add(ask.key)) {
      return;
    }
    var marks = loads.marks(ask.key, ask.source);
    var unused =
        ask.source
            .trip(() -> store.refresh(ask.key, value.stamp(), Flights.LEASE))
            .whenComplete(
                (ticket, failed) -> {
                  if (ticket == null || failed != null || ticket.isEmpty()) {
                    refreshing.remove(ask.key);
                  } else {
                    var unusedToo =
                        loads
                            .aside(ask.key, ask.source, ticket.get(), marks)
                            .whenComplete((done, why) -> refreshed(ask, ticket.get(), let, done));
                  }
                });
  }

  /**
   * Who failed leaves the others a while: his ticket lapses by itself. Not that of a probe, of
   * which there is one in a while as it is.
   */
  private void refreshed(Ask<V> ask, Ticket ticket, SourceBreaker.Let let, boolean done) {
    refreshing.remove(ask.key);
    if (!done && let == SourceBreaker.Let.PROBE) {
      var unused = store.release(ask.key, ticket);
    }
  }

  /** What is there; nothing where the store does not say. */
  CompletionStage<Look<V>> look(EntryKey key) {
    if (journal.holds(key) || !breaker.lets()) {
      return CompletableFuture.completedFuture(new Look.Absent<>());
    }
    return store
        .get(key)
        .thenCompose(stored -> loads.look(key, stored))
        .exceptionally(failed -> new Look.Absent<>());
  }
}
