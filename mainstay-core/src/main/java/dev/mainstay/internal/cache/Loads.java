package dev.mainstay.internal.cache;

import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Look;
import dev.mainstay.errors.CodecException;
import dev.mainstay.errors.LoadFailedException;
import dev.mainstay.errors.MainstayException;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.Entry.TagMark;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Moves;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the source of one cache, and stores what it says where that may be stored. */
final class Loads<V extends @Nullable Object> {
  private static final int MOST_DIRECT = 64;
  private static final Duration BEAT = Flights.LEASE.dividedBy(2);

  private final CacheStore store;
  private final String namespace;
  private final String cache;
  private final Packing<V> packing;
  private final Workers workers;
  private final Gate gate;
  final Counters counters;

  /**
   * Where the cache's tags stood before a load began; {@code null} where nobody asked or it is not
   * known. Asked for before the load, so that whatever moves later is seen to have moved.
   */
  record Marks(@Nullable CompletionStage<Moves> before) {}

  Loads(
      CacheStore store,
      String namespace,
      String cache,
      Packing<V> packing,
      Workers workers,
      Counters counters) {
    this.counters = counters;
    this.store = store;
    this.namespace = namespace;
    this.cache = cache;
    this.packing = packing;
    this.workers = workers;
    this.gate = new Gate(cache, () -> MOST_DIRECT);
  }

  /** Takes down where the tags stand, if the source may say some. */
  Marks marks(EntryKey key, Source<V> source) {
    return new Marks(source.tags() ? store.moves(key.namespace(), key.cache(), List.of()) : null);
  }

  /** What is left of the time that a load may take. */
  Duration left(long began) {
    Duration left = packing.freshness.hardTimeout().minusNanos(System.nanoTime() - began);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Ends a flight that takes longer than it may. */
  void bound(Flight<V> flight) {
    Duration most = packing.freshness.hardTimeout();
    later(
        most,
        flight.landed,
        () ->
            flight.landed.completeExceptionally(
                new LoadFailedException(
                    cache, "it took longer than " + most + "; is the source too slow?", null)));
  }

  /** Does something after a while, unless something else has ended by then. */
  void later(Duration wait, CompletableFuture<?> unless, Runnable work) {
    Runnable forget = workers.after(wait, work);
    var unused = unless.whenComplete((value, failed) -> forget.run());
  }

  /** Whatever goes wrong, a flight lands. */
  void guard(Flight<V> flight, Runnable step) {
    try {
      step.run();
    } catch (MainstayException e) {
      flight.landed.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      flight.landed.completeExceptionally(new LoadFailedException(cache, "failed unexpectedly", e));
    }
  }

  /** Loads, and stores nothing. */
  void direct(Flight<V> flight, Source<V> source) {
    guard(
        flight,
        () -> {
          var unused =
              load(how -> how.direct(gate, flight::close), source)
                  .whenComplete((loaded, failed) -> land(flight, loaded, failed));
        });
  }

  private CompletionStage<Loaded<V>> load(
      Function<Source<V>, CompletionStage<Loaded<V>>> how, Source<V> source) {
    return Sources.begin(cache, how, source)
        .whenComplete((loaded, failed) -> counters.loaded(failed != null));
  }

  private static <V extends @Nullable Object> void land(
      Flight<V> flight, @Nullable Loaded<V> loaded, @Nullable Throwable failed) {
    if (loaded != null && failed == null) {
      flight.landed.complete(loaded);
    } else {
      flight.landed.completeExceptionally(unwrapped(failed));
    }
  }

  private static Throwable unwrapped(@Nullable Throwable failed) {
    if (failed == null) {
      return new NullPointerException("the loader answered null instead of a Loaded");
    }
    Throwable cause = failed.getCause();
    return failed instanceof CompletionException && cause != null ? cause : failed;
  }

  /** Loads, and stores what was loaded unless something happened to the key meanwhile. */
  void fill(Flight<V> flight, EntryKey key, Source<V> source, Ticket ticket, Marks marks) {
    long began = System.nanoTime();
    CompletionStage<Moves> before = marks.before();
    if (before == null) {
      begun(flight, key, source, ticket, null, began);
    } else {
      var unused =
          before.whenComplete((moves, failed) -> begun(flight, key, source, ticket, moves, began));
    }
  }

  private void begun(
      Flight<V> flight,
      EntryKey key,
      Source<V> source,
      Ticket ticket,
      @Nullable Moves before,
      long began) {
    prolong(flight, key, source, ticket);
    var unused =
        load(Source::here, source)
            .whenComplete(
                (loaded, failed) ->
                    guard(
                        flight,
                        () -> {
                          if (loaded != null && failed == null) {
                            keep(key, source, ticket, loaded, before, System.nanoTime() - began);
                          } else {
                            source.trip(() -> store.release(key, ticket));
                          }
                          land(flight, loaded, failed);
                        }));
  }

  /** Holds the lease while the load goes on: a replica that dies frees it all the same. */
  private void prolong(Flight<V> flight, EntryKey key, Source<V> source, Ticket ticket) {
    later(
        BEAT,
        flight.landed,
        () -> {
          source.trip(() -> store.extend(key, ticket, Flights.LEASE));
          prolong(flight, key, source, ticket);
        });
  }

  /** Loads anew what is answered meanwhile; whether that went well. */
  CompletionStage<Boolean> aside(EntryKey key, Source<V> source, Ticket ticket, Marks marks) {
    long began = System.nanoTime();
    CompletionStage<Moves> asked = marks.before();
    CompletionStage<Loaded<V>> loading =
        asked == null
            ? load(Source::aside, source)
            : asked.thenCompose(moves -> load(Source::aside, source));
    return loading
        .thenApply(
            loaded -> {
              Moves before = asked == null ? null : asked.toCompletableFuture().join();
              keep(key, source, ticket, loaded, before, System.nanoTime() - began);
              return true;
            })
        .exceptionally(failed -> false);
  }

  private void keep(
      EntryKey key,
      Source<V> source,
      Ticket ticket,
      Loaded<V> loaded,
      @Nullable Moves before,
      long nanos) {
    Entry entry = entry(key, ticket, loaded, nanos);
    if (entry == null) {
      source.trip(() -> store.release(key, ticket));
    } else if (loaded.tags().isEmpty()) {
      fill(key, source, ticket, entry, loaded);
    } else {
      var unused =
          marked(entry, loaded.tags(), before)
              .whenComplete(
                  (marked, failed) -> {
                    if (marked == null || failed != null) {
                      counters.filled(failed != null);
                      store.release(key, ticket);
                    } else {
                      fill(key, source, ticket, marked, loaded);
                    }
                  });
    }
  }

  /** Where the store does not say whether it stored it, that is no refusal. */
  private void fill(EntryKey key, Source<V> source, Ticket ticket, Entry entry, Loaded<V> loaded) {
    var unused =
        source
            .trip(() -> store.fill(key, ticket, entry, packing.life(entry, loaded)))
            .whenComplete((isStored, failed) -> counters.filled(failed != null || isStored));
  }

  private @Nullable Entry entry(EntryKey key, Ticket ticket, Loaded<V> loaded, long nanos) {
    try {
      return packing.entry(loaded, Duration.ofNanos(nanos));
    } catch (RuntimeException | Error cannotWrite) {
      store.release(key, ticket);
      throw cannotWrite;
    }
  }

  /**
   * An entry with where its tags stand; {@code null} where one moved since the load began, or where
   * the count was lost meanwhile: then nobody knows.
   */
  CompletionStage<@Nullable Entry> marked(Entry entry, List<String> tags, @Nullable Moves before) {
    return store
        .moves(namespace, cache, tags)
        .thenApply(
            now -> {
              List<TagMark> marks = new ArrayList<>();
              for (int i = 0; i < tags.size(); i++) {
                marks.add(new TagMark(tags.get(i), now.moved().get(i)));
              }
              boolean stood =
                  before != null
                      && now.count() >= before.count()
                      && marks.stream().allMatch(mark -> mark.moved() <= before.count());
              return stood ? entry.tagged(marks) : null;
            });
  }

  /** The same for what is put, and so was loaded just now; of no tags nothing is asked. */
  CompletionStage<@Nullable Entry> marked(Entry entry, List<String> tags) {
    return tags.isEmpty()
        ? CompletableFuture.completedFuture(entry)
        : store.moves(namespace, cache, tags).thenCompose(now -> marked(entry, tags, now));
  }

  /** What is stored, as far as it counts: by its tags, its time and its bytes. */
  CompletionStage<Look<V>> look(EntryKey key, Stored stored) {
    if (!(stored instanceof Stored.Value value)) {
      return CompletableFuture.completedFuture(new Look.Absent<>());
    }
    return value.entry().tags().isEmpty()
        ? CompletableFuture.completedFuture(read(value.entry()))
        : stands(key, value.entry())
            .thenApply(stands -> stands ? read(value.entry()) : new Look.Absent<>());
  }

  private Look<V> read(Entry entry) {
    try {
      return packing.look(entry);
    } catch (CodecException foreign) {
      return new Look.Absent<>();
    }
  }

  /** Whether no tag of an entry has moved since it was loaded. */
  CompletionStage<Boolean> stands(EntryKey key, Entry entry) {
    List<String> tags = entry.tags().stream().map(TagMark::tag).toList();
    List<Long> moved = entry.tags().stream().map(TagMark::moved).toList();
    return store
        .moves(key.namespace(), key.cache(), tags)
        .thenApply(now -> now.moved().equals(moved));
  }
}
