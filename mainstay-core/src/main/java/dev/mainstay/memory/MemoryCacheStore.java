package dev.mainstay.memory;

import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Moves;
import dev.mainstay.spi.Sight;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Survey;
import dev.mainstay.spi.Ticket;
import dev.mainstay.spi.Watch;
import dev.mainstay.time.StoreClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Entries of caches in the memory of one process; one lock for all. Who waits is answered outside
 * of it. That a lease lapsed is seen when somebody looks: a caller, or the timer of who waits.
 */
final class MemoryCacheStore implements CacheStore {
  private static final int SWEEP = 1_024;
  private static final Duration LONGEST_LOAD = Duration.ofMillis(65_535);

  private record Place(String namespace, String cache) {}

  private record Tag(Place place, String name) {}

  private final StoreClock clock;
  private final Map<EntryKey, KeptEntry> entries = new HashMap<>();
  private final Map<Place, TagCount> tags = new HashMap<>();
  private final Watches watches = new Watches();
  private List<Runnable> woken = new ArrayList<>();
  private long numbers;
  private int sweepAt = SWEEP;

  MemoryCacheStore(StoreClock clock) {
    this.clock = clock;
  }

  @Override
  public CompletionStage<Stored> get(EntryKey key) {
    return step(now -> stored(at(key, now)));
  }

  @Override
  public CompletionStage<Stored> acquire(EntryKey key, Duration lease) {
    return step(
        now -> {
          KeptEntry there = at(key, now);
          if (there != null) {
            return there.stored;
          }
          long number = ++numbers;
          keep(key, KeptEntry.of(new Stored.Leased(number), now + lease.toMillis()), now);
          return new Stored.Vacant(new Given(number, 0));
        });
  }

  @Override
  public CompletionStage<Stored> await(EntryKey key, Duration most) {
    Waiter waiter = new Waiter(key, most);
    step(
        now -> {
          KeptEntry there = at(key, now);
          if (there == null || !there.isLeased()) {
            woken.add(() -> waiter.tell(stored(there)));
          } else {
            there.waiters.add(waiter);
            look(waiter, there, now);
          }
          return true;
        });
    return waiter.answer();
  }

  /** Answers who waited long enough; others look again when the lease would lapse. */
  private void look(Waiter waiter, KeptEntry leased, long now) {
    if (at(waiter.key(), now) != leased) {
      return;
    }
    if (waiter.isOver()) {
      leased.waiters.remove(waiter);
      woken.add(() -> waiter.tell(leased.stored));
      return;
    }
    Runnable again =
        () ->
            step(
                then -> {
                  look(waiter, leased, then);
                  return true;
                });
    waiter.lookIn(leased.until - now + 1, again);
  }

  @Override
  public CompletionStage<Optional<Ticket>> refresh(EntryKey key, long stamp, Duration lease) {
    return step(
        now -> {
          KeptEntry there = at(key, now);
          if (there == null || !there.isValue(stamp) || there.isRefreshed(now)) {
            return Optional.empty();
          }
          there.refresh = ++numbers;
          there.refreshUntil = now + lease.toMillis();
          return Optional.of(new Given(stamp, there.refresh));
        });
  }

  @Override
  public CompletionStage<Boolean> fill(EntryKey key, Ticket ticket, Entry entry, Duration life) {
    return step(
        now -> {
          boolean isFilled = held(key, (Given) ticket, now) != null;
          if (isFilled) {
            store(key, entry, life, now);
          }
          return isFilled;
        });
  }

  @Override
  public CompletionStage<Boolean> extend(EntryKey key, Ticket ticket, Duration lease) {
    return step(
        now -> {
          Given given = (Given) ticket;
          KeptEntry there = held(key, given, now);
          if (there == null || !holds(there, given, now)) {
            return false;
          }
          if (given.isRefresh()) {
            there.refreshUntil = now + lease.toMillis();
          } else {
            there.until = now + lease.toMillis();
            List.copyOf(there.waiters).forEach(waiter -> look(waiter, there, now));
          }
          return true;
        });
  }

  @Override
  public CompletionStage<Boolean> release(EntryKey key, Ticket ticket) {
    return step(
        now -> {
          Given given = (Given) ticket;
          KeptEntry there = held(key, given, now);
          if (there == null || !holds(there, given, now)) {
            return false;
          }
          if (given.isRefresh()) {
            there.refreshUntil = Long.MIN_VALUE;
          } else {
            remove(key);
          }
          return true;
        });
  }

  @Override
  public CompletionStage<Optional<String>> text(EntryKey key, Ticket ticket) {
    return CompletableFuture.completedFuture(Optional.of(((Given) ticket).text()));
  }

  @Override
  public CompletionStage<Optional<Ticket>> ticket(EntryKey key, String text) {
    return CompletableFuture.completedFuture(Given.of(text));
  }

  /** What was there when a ticket was given, if it still is. */
  private @Nullable KeptEntry held(EntryKey key, Given ticket, long now) {
    KeptEntry there = at(key, now);
    if (there == null) {
      return null;
    }
    long number = ticket.number();
    return (ticket.isRefresh() ? there.isValue(number) : there.isLeased(number)) ? there : null;
  }

  /** Whether others are kept off by a ticket: that of a refresh may have lapsed by itself. */
  private static boolean holds(KeptEntry there, Given ticket, long now) {
    return !ticket.isRefresh() || (there.refresh == ticket.own() && there.isRefreshed(now));
  }

  @Override
  public CompletionStage<Boolean> drop(EntryKey key, long stamp) {
    return step(
        now -> {
          KeptEntry there = at(key, now);
          return there != null && there.isValue(stamp) && remove(key);
        });
  }

  @Override
  public CompletionStage<Void> put(EntryKey key, Entry entry, Duration life) {
    return done(now -> store(key, entry, life, now));
  }

  @Override
  public CompletionStage<Long> invalidate(List<EntryKey> keys) {
    return step(now -> keys.stream().filter(key -> at(key, now) != null && remove(key)).count());
  }

  @Override
  public CompletionStage<Long> invalidatePrefix(String namespace, String cache, String prefix) {
    return step(now -> found(namespace, cache, prefix, now).stream().filter(this::remove).count());
  }

  @Override
  public CompletionStage<Void> begin(EntryKey key, long writer, Duration most) {
    return done(
        now -> {
          KeptEntry there = at(key, now);
          Set<Long> writers = new HashSet<>(Set.of(writer));
          long until = now + most.toMillis();
          boolean isShared = false;
          if (there != null && !there.writers.isEmpty()) {
            isShared = there.isShared || !there.writers.contains(writer);
            writers.addAll(there.writers);
            until = Math.max(until, there.until);
          }
          keep(key, KeptEntry.written(writers, isShared, until), now);
        });
  }

  @Override
  public CompletionStage<Boolean> finish(
      EntryKey key, long writer, @Nullable Entry entry, Duration life) {
    return step(
        now -> {
          KeptEntry there = at(key, now);
          Set<Long> others = new HashSet<>(there == null ? Set.of() : there.writers);
          boolean isAlone = others.remove(writer) && there != null && !there.isShared;
          if (there != null && !others.isEmpty()) {
            keep(key, KeptEntry.written(others, true, there.until), now);
            return false;
          }
          if (isAlone && entry != null) {
            store(key, entry, life, now);
            return true;
          }
          remove(key);
          return false;
        });
  }

  @Override
  public CompletionStage<Moves> moves(String namespace, String cache, List<String> names) {
    return step(now -> count(namespace, cache).moves(names, now));
  }

  @Override
  public CompletionStage<Void> move(String namespace, String cache, List<String> names) {
    Place place = new Place(namespace, cache);
    return done(
        now -> {
          names.forEach(name -> watches.tell(new Tag(place, name)));
          count(namespace, cache).move(names, now);
        });
  }

  @Override
  public CompletionStage<Sight> inspect(EntryKey key) {
    return step(
        now -> {
          KeptEntry there = at(key, now);
          return there == null
              ? Sight.ABSENT
              : Sights.of(key, there, now, tags.get(new Place(key.namespace(), key.cache())));
        });
  }

  @Override
  public CompletionStage<Survey> survey(
      String namespace, String cache, String prefix, int names, int measured) {
    return step(
        now -> {
          List<EntryKey> found = found(namespace, cache, prefix, now);
          return Sights.survey(entries, found, names, measured);
        });
  }

  private List<EntryKey> found(String namespace, String cache, String prefix, long now) {
    return List.copyOf(entries.keySet()).stream()
        .filter(key -> key.namespace().equals(namespace) && key.cache().equals(cache))
        .filter(key -> key.key().startsWith(prefix))
        .filter(key -> at(key, now) != null)
        .toList();
  }

  /** See {@link MemoryInvalidations}. */
  CompletionStage<Stored> watch(EntryKey key, Watch watch) {
    return step(
        now -> {
          Stored there = stored(at(key, now));
          watches.add(key, watch, () -> forget(key, watch));
          return there;
        });
  }

  /** See {@link MemoryInvalidations}. */
  CompletionStage<Optional<Long>> watchTag(
      String namespace, String cache, String name, Watch watch) {
    Tag tag = new Tag(new Place(namespace, cache), name);
    return step(
        now -> {
          Optional<Long> moved = count(namespace, cache).moved(name, now);
          moved.ifPresent(any -> watches.add(tag, watch, () -> forget(tag, watch)));
          return moved;
        });
  }

  private synchronized void forget(Object what, Watch watch) {
    watches.remove(what, watch);
  }

  private TagCount count(String namespace, String cache) {
    return tags.computeIfAbsent(new Place(namespace, cache), any -> new TagCount(++numbers));
  }

  private static Stored stored(@Nullable KeptEntry there) {
    return there == null ? Stored.ABSENT : there.stored;
  }

  private @Nullable KeptEntry at(EntryKey key, long now) {
    KeptEntry there = entries.get(key);
    if (there != null && now > there.until) {
      remove(key);
      return null;
    }
    return there;
  }

  private void store(EntryKey key, Entry entry, Duration life, long now) {
    Duration load = Duration.ofMillis(entry.loadTime().toMillis());
    Entry kept = entry.loadedIn(load.compareTo(LONGEST_LOAD) > 0 ? LONGEST_LOAD : load);
    keep(key, KeptEntry.of(new Stored.Value(kept, ++numbers), now + life.toMillis()), now);
  }

  private void keep(EntryKey key, KeptEntry next, long now) {
    watches.tell(key);
    wake(entries.put(key, next), next.stored);
    if (entries.size() > sweepAt) {
      List.copyOf(entries.keySet()).forEach(one -> at(one, now));
      sweepAt = 2 * entries.size() + SWEEP;
    }
  }

  private boolean remove(EntryKey key) {
    watches.tell(key);
    KeptEntry gone = entries.remove(key);
    wake(gone, Stored.ABSENT);
    return gone != null;
  }

  private void wake(@Nullable KeptEntry gone, Stored then) {
    if (gone != null) {
      gone.waiters.forEach(waiter -> woken.add(() -> waiter.tell(then)));
    }
  }

  /** How many entries are kept, lapsed or not. */
  synchronized int size() {
    return entries.size();
  }

  private interface Change {
    void at(long now);
  }

  private CompletionStage<Void> done(Change change) {
    return step(now -> {
          change.at(now);
          return true;
        })
        .thenAccept(done -> {});
  }

  private <T> CompletionStage<T> step(LongFunction<T> work) {
    T result;
    List<Runnable> answers;
    synchronized (this) {
      result = work.apply(clock.millis());
      answers = woken;
      woken = new ArrayList<>(0);
    }
    answers.forEach(Runnable::run);
    return CompletableFuture.completedFuture(result);
  }
}
