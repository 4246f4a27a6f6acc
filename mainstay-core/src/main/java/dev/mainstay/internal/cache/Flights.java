package dev.mainstay.internal.cache;

import dev.mainstay.cache.Loaded;
import dev.mainstay.internal.Breaker;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The misses of one cache in this process: of a key one is on its way to the source, or waits for
 * the replica that is; see {@link Flight} for who may share it.
 */
final class Flights<V extends @Nullable Object> {
  /** A lease; whoever loads for longer prolongs it. */
  static final Duration LEASE = Duration.ofSeconds(2);

  private final CacheStore store;
  private final Breaker breaker;
  private final Packing<V> packing;
  private final Loads<V> loads;
  private final @Nullable NearCache<V> near;
  private final Lately lately;
  private final Map<EntryKey, Flight<V>> flights = new ConcurrentHashMap<>();

  Flights(
      CacheStore store,
      Breaker breaker,
      Packing<V> packing,
      Loads<V> loads,
      @Nullable NearCache<V> near,
      Lately lately) {
    this.store = store;
    this.breaker = breaker;
    this.packing = packing;
    this.loads = loads;
    this.near = near;
    this.lately = lately;
  }

  /**
   * Brings somebody the value that he misses.
   *
   * @param seen what is stored; {@code null} where the store does not say
   */
  void board(Ask<V> ask, @Nullable Stored seen) {
    Flight<V> mine = new Flight<>();
    Flight<V>[] before = before();
    Flight<V> flight =
        flights.compute(
            ask.key,
            (key, known) -> {
              if (known != null && known.admits(ask, seen)) {
                return known;
              }
              before[0] = known;
              return mine;
            });
    var unused =
        flight.landed.whenComplete(
            (loaded, failed) -> {
              if (failed == null) {
                ask.answer(loaded.value());
              } else {
                ask.fail(failed);
              }
            });
    if (ask.hasFallback() && !packing.freshness.softTimeout().isZero()) {
      loads.later(packing.freshness.softTimeout(), flight.landed, ask::fallBack);
    }
    if (flight.equals(mine)) {
      var unusedToo = mine.landed.whenComplete((loaded, failed) -> flights.remove(ask.key, mine));
      loads.bound(mine);
      begin(mine, ask, seen, before[0]);
    } else {
      ask.source.waits();
    }
  }

  @SuppressWarnings("unchecked") // an array of one, for what a lambda has to say
  private Flight<V>[] before() {
    return (Flight<V>[]) new Flight<?>[1];
  }

  /** Whether a copy that lags has all that this process changed of a key. */
  boolean mayLag(EntryKey key) {
    return lately.isLongAgo(key);
  }

  /**
   * Something happened to a key: nobody boards any more what is on its way, and nobody here is
   * answered what was kept near.
   */
  void detach(EntryKey key) {
    lately.changed(key);
    flights.remove(key);
    if (near != null) {
      near.forget(key);
    }
  }

  /** The same for all keys that begin so. */
  void detachPrefix(String prefix) {
    lately.changedMany();
    flights.keySet().removeIf(key -> key.key().startsWith(prefix));
    if (near != null) {
      near.forget(name -> name.startsWith(prefix));
    }
  }

  /** The same for tags: which keys have them nobody knows, so no flight at all is boarded. */
  void detachTags(List<String> tags) {
    lately.changedMany();
    flights.clear();
    if (near != null) {
      near.forgetTags(tags);
    }
  }

  private void begin(
      Flight<V> flight, Ask<V> ask, @Nullable Stored seen, @Nullable Flight<V> before) {
    if (seen == null || seen instanceof Stored.Written) {
      direct(flight, ask, before);
    } else if (seen instanceof Stored.Value stale) {
      refresh(flight, ask, stale);
    } else {
      acquire(flight, ask);
    }
  }

  /** Loads without storing, after who does so before; what is loaded may be of before. */
  private void direct(Flight<V> flight, Ask<V> ask, @Nullable Flight<V> before) {
    if (before == null || before.landed.isDone()) {
      loads.direct(flight, ask.source);
    } else {
      ask.source.waits();
      var unused = before.landed.whenComplete((loaded, failed) -> loads.direct(flight, ask.source));
    }
  }

  private void acquire(Flight<V> flight, Ask<V> ask) {
    var marks = loads.marks(ask.key, ask.source);
    var unused =
        ask.source
            .trip(() -> store.acquire(ask.key, LEASE))
            .whenComplete(
                (stored, failed) ->
                    loads.guard(flight, () -> acquired(flight, ask, stored, failed, marks)));
  }

  private void acquired(
      Flight<V> flight,
      Ask<V> ask,
      @Nullable Stored stored,
      @Nullable Throwable failed,
      Loads.Marks marks) {
    if (stored == null || failed != null) {
      breaker.failed(ask.began);
      loads.direct(flight, ask.source);
      return;
    }
    if (stored instanceof Stored.Vacant vacant) {
      flight.close(vacant.ticket().number());
      loads.fill(flight, ask.key, ask.source, vacant.ticket(), marks);
    } else if (stored instanceof Stored.Leased leased) {
      flight.close(leased.lease());
      wait(flight, ask);
    } else {
      take(flight, ask, stored);
    }
  }

  /** Another replica loads it. */
  private void wait(Flight<V> flight, Ask<V> ask) {
    Duration most = loads.left(ask.began);
    ask.source.waits();
    var unused =
        store
            .await(ask.key, most)
            .whenComplete(
                (stored, failed) ->
                    loads.guard(
                        flight,
                        () -> {
                          if (stored == null || failed != null) {
                            breaker.failed(ask.began);
                            loads.direct(flight, ask.source);
                          } else if (stored instanceof Stored.Absent) {
                            acquire(flight, ask);
                          } else {
                            take(flight, ask, stored);
                          }
                        }));
  }

  /** What another brought, if it is of use as it is; else nobody waits any longer. */
  private void take(Flight<V> flight, Ask<V> ask, Stored stored) {
    flight.close();
    if (stored instanceof Stored.Value value
        && value.entry().tags().isEmpty()
        && packing.counts(value.entry()) == Packing.Counts.FRESH) {
      flight.landed.complete(Loaded.of(packing.value(value.entry())));
    } else if (stored instanceof Stored.Value value && !value.entry().tags().isEmpty()) {
      tagged(flight, ask, value);
    } else {
      loads.direct(flight, ask.source);
    }
  }

  private void tagged(Flight<V> flight, Ask<V> ask, Stored.Value value) {
    var unused =
        loads
            .stands(ask.key, value.entry())
            .whenComplete(
                (stands, failed) ->
                    loads.guard(
                        flight,
                        () -> {
                          if (failed == null
                              && stands
                              && packing.counts(value.entry()) == Packing.Counts.FRESH) {
                            flight.landed.complete(Loaded.of(packing.value(value.entry())));
                          } else {
                            loads.direct(flight, ask.source);
                          }
                        }));
  }

  /** What is stale is replaced by one; whoever is not the one loads for himself. */
  private void refresh(Flight<V> flight, Ask<V> ask, Stored.Value stale) {
    var marks = loads.marks(ask.key, ask.source);
    var unused =
        ask.source
            .trip(() -> store.refresh(ask.key, stale.stamp(), LEASE))
            .whenComplete(
                (ticket, failed) -> {
                  if (failed != null) {
                    breaker.failed(ask.began);
                  }
                  Ticket mine = failed == null ? ticket.orElse(null) : null;
                  loads.guard(flight, () -> refreshed(flight, ask, stale, mine, marks));
                });
  }

  private void refreshed(
      Flight<V> flight,
      Ask<V> ask,
      Stored.Value stale,
      @Nullable Ticket ticket,
      Loads.Marks marks) {
    flight.close(stale.stamp());
    if (ticket == null) {
      loads.direct(flight, ask.source);
    } else {
      loads.fill(flight, ask.key, ask.source, ticket, marks);
    }
  }
}
