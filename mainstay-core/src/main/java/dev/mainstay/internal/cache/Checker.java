package dev.mainstay.internal.cache;

import dev.mainstay.cache.Loaded;
import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Stored;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Compares a share of one cache's hits with where they come from, aside: nobody waits for it, and
 * no more than a few go on at once.
 *
 * <p><b>Near against store.</b> The store is read over another connection than the near cache
 * listens to. If it has another value, the change was there before that read was answered. So what
 * is kept has to have ended by when its own connection has proved that all is known up to the
 * answer; if it still counts then, the change was never told.
 *
 * <p><b>Store against source.</b> The loader is run. If it says another value than the store has,
 * an invalidation is due, and is given a second. If the store then still has the very value, by its
 * number, and the loader run again still says another, nobody invalidated it.
 */
final class Checker<V extends @Nullable Object> {
  private static final int MOST_AT_ONCE = 4;

  /** So long after the commit of a write its invalidation may be answered. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final CacheStore store;
  private final Packing<V> packing;
  private final Loads<V> loads;
  private final Journal journal;
  private final @Nullable NearCache<V> near;
  private final Workers workers;
  private final Counters counters;
  private final SourceBreaker breaker;
  private final Listener listener;
  private final double share;
  private final AtomicInteger running = new AtomicInteger();

  /** What a check found. */
  private enum Finding {
    RIGHT,
    UNKNOWN,
    STALE_NEAR,
    STALE_STORE
  }

  private static final CompletionStage<Finding> RIGHT =
      CompletableFuture.completedFuture(Finding.RIGHT);
  private static final CompletionStage<Finding> UNKNOWN =
      CompletableFuture.completedFuture(Finding.UNKNOWN);

  Checker(
      CacheStore store,
      Packing<V> packing,
      Loads<V> loads,
      Journal journal,
      @Nullable NearCache<V> near,
      Workers workers,
      Counters counters,
      SourceBreaker breaker,
      Listener listener) {
    this.breaker = breaker;
    this.store = store;
    this.packing = packing;
    this.loads = loads;
    this.journal = journal;
    this.near = near;
    this.workers = workers;
    this.counters = counters;
    this.listener = listener;
    this.share = packing.freshness.checked();
  }

  /** Whether the hit at hand is to be checked; by chance. Allocates nothing. */
  boolean isDue() {
    return share >= 1 || ThreadLocalRandom.current().nextDouble() < share;
  }

  /** A hit in the store. */
  void hit(EntryKey key, Source<V> source, Stored.Value value) {
    begin(key, () -> source(key, source, value));
  }

  /** A hit in the memory of this process. */
  void near(EntryKey key, Source<V> source, NearEntry<V> entry) {
    begin(key, () -> store.get(key).thenCompose(stored -> near(key, source, entry, stored)));
  }

  private interface Check {
    CompletionStage<Finding> run();
  }

  /** Whatever goes wrong, it is counted, and makes room for the next. */
  private void begin(EntryKey key, Check check) {
    if (running.incrementAndGet() > MOST_AT_ONCE) {
      running.decrementAndGet();
      counters.skippedChecks.increment();
      return;
    }
    CompletableFuture<Finding> end = new CompletableFuture<>();
    var unused = end.whenComplete((finding, failed) -> ended(key, finding));
    try {
      workers.execute(
          () -> {
            try {
              var unusedToo = check.run().whenComplete((finding, failed) -> end(end, finding));
            } catch (RuntimeException | Error cannotAsk) {
              end.complete(Finding.UNKNOWN);
            }
          });
    } catch (RuntimeException tooMuchWaits) {
      end.complete(Finding.UNKNOWN);
    }
  }

  private static void end(CompletableFuture<Finding> end, @Nullable Finding finding) {
    end.complete(finding == null ? Finding.UNKNOWN : finding);
  }

  private void ended(EntryKey key, Finding finding) {
    running.decrementAndGet();
    LongAdder as =
        switch (finding) {
          case RIGHT -> counters.checks;
          case UNKNOWN -> counters.skippedChecks;
          case STALE_NEAR, STALE_STORE -> counters.violations;
        };
    as.increment();
    if (finding == Finding.STALE_NEAR || finding == Finding.STALE_STORE) {
      String where = finding == Finding.STALE_NEAR ? "near" : "source";
      listener.on(new Event.StaleFound(key.cache(), where, KeyHash.of(key.key())));
    }
  }

  private CompletionStage<Finding> near(
      EntryKey key, Source<V> source, NearEntry<V> entry, Stored stored) {
    if (stored instanceof Stored.Value value && value.stamp() == entry.stamp()) {
      return stands(key, value)
          .thenCompose(stands -> stands ? source(key, source, value) : ends(entry));
    }
    return ends(entry);
  }

  private CompletionStage<Boolean> stands(EntryKey key, Stored.Value value) {
    return value.entry().tags().isEmpty()
        ? CompletableFuture.completedFuture(true)
        : loads.stands(key, value.entry());
  }

  /** What is kept is of before, by an answer of now: by the next proof it has to have ended. */
  private CompletionStage<Finding> ends(NearEntry<V> entry) {
    NearCache<V> kept = near;
    if (kept == null) {
      return UNKNOWN;
    }
    long now = kept.nanos();
    if (entry.left(now) < GRACE.toNanos()) {
      // It lapses about now, which is told when somebody looks.
      return UNKNOWN;
    }
    return after(Duration.ofNanos(kept.maxNanos()))
        .thenApply(
            waited -> {
              if (entry.counts(now, 0)) {
                return Finding.STALE_NEAR;
              }
              // One that stands still, unproven since, says nothing.
              return entry.counts(kept.nanos(), Long.MAX_VALUE / 4)
                  ? Finding.UNKNOWN
                  : Finding.RIGHT;
            });
  }

  private CompletionStage<Finding> source(EntryKey key, Source<V> source, Stored.Value value) {
    return differs(key, source, value)
        .thenCompose(
            differs ->
                differs == Finding.STALE_STORE
                    ? after(GRACE).thenCompose(waited -> again(key, source, value))
                    : CompletableFuture.completedFuture(differs));
  }

  private CompletionStage<Finding> again(EntryKey key, Source<V> source, Stored.Value value) {
    return isThere(key, value)
        .thenCompose(there -> there ? differs(key, source, value) : RIGHT)
        .thenCompose(
            differs ->
                differs == Finding.STALE_STORE
                    ? isThere(key, value).thenApply(there -> there ? differs : Finding.RIGHT)
                    : CompletableFuture.completedFuture(differs));
  }

  /** Whether this very value would be answered still, as far as this process believes the store. */
  private CompletionStage<Boolean> isThere(EntryKey key, Stored.Value value) {
    if (journal.holds(key)) {
      return CompletableFuture.completedFuture(false);
    }
    return store
        .get(key)
        .thenCompose(
            stored ->
                stored instanceof Stored.Value now
                        && now.stamp() == value.stamp()
                        && packing.counts(now.entry()) == Packing.Counts.FRESH
                    ? stands(key, now)
                    : CompletableFuture.completedFuture(false));
  }

  private CompletionStage<Finding> differs(EntryKey key, Source<V> source, Stored.Value value) {
    // A source that fails is not asked for what is at hand.
    if (journal.holds(key) || breaker.lets(key) == SourceBreaker.Let.NOTHING) {
      return UNKNOWN;
    }
    return Sources.begin(key.cache(), Source::aside, source)
        .thenApply(loaded -> isSame(loaded, value.entry()) ? Finding.RIGHT : Finding.STALE_STORE)
        .toCompletableFuture()
        .orTimeout(packing.freshness.hardTimeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** What is not stored cannot differ. */
  private boolean isSame(Loaded<V> loaded, Entry entry) {
    if (!loaded.stored()) {
      return true;
    }
    V value = loaded.value();
    if (value == null || entry.isAbsent()) {
      return value == null && entry.isAbsent();
    }
    return Arrays.equals(packing.encoded(value), entry.payload());
  }

  private CompletableFuture<Void> after(Duration wait) {
    CompletableFuture<Void> waited = new CompletableFuture<>();
    workers.after(wait, () -> waited.complete(null));
    return waited.thenRunAsync(() -> {}, workers);
  }
}
