package dev.mainstay.internal.cache;

import dev.mainstay.cache.Intent;
import dev.mainstay.cache.Invalidated;
import dev.mainstay.cache.Loaded;
import dev.mainstay.codec.Names;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.internal.Breaker;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes one cache. Whatever is invalidated, this process boards no flight that began before,
 * neither from when the store was asked nor from when it answered.
 */
final class Changes<V extends @Nullable Object> {
  /** A writer that is not heard of for so long is taken for dead. */
  private static final Duration MOST_WRITING = Duration.ofMinutes(1);

  private final CacheStore store;
  private final String namespace;
  private final String cache;
  private final Breaker breaker;
  private final Packing<V> packing;
  private final Siblings siblings;
  private final Loads<V> loads;
  private final Journal journal;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();

  Changes(
      CacheStore store,
      Spelling<?> spelling,
      Breaker breaker,
      Packing<V> packing,
      Siblings siblings,
      Loads<V> loads) {
    this.store = store;
    this.namespace = spelling.namespace();
    this.cache = spelling.cache();
    this.breaker = breaker;
    this.packing = packing;
    this.siblings = siblings;
    this.loads = loads;
    this.journal = siblings.journal();
  }

  /** Whatever changes key by key is told from now on. */
  void tells(Follower follower) {
    followers.add(follower);
  }

  void tellsNoMore(Follower follower) {
    followers.remove(follower);
  }

  /** What is done is done, whether or not others hear of it: it never fails. */
  CompletionStage<Void> tell(List<EntryKey> keys) {
    return CompletableFuture.allOf(
        followers.stream()
            .map(follower -> follower.tell(keys).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  CompletionStage<Invalidated> invalidate(List<EntryKey> keys) {
    return invalidate(
        keys,
        () -> store.invalidate(keys).thenCompose(count -> tell(keys).thenApply(told -> count)));
  }

  /** Others say so; they are not told again. */
  CompletionStage<Invalidated> heard(EntryKey key) {
    return invalidate(List.of(key), () -> store.invalidate(List.of(key)));
  }

  private CompletionStage<Invalidated> invalidate(
      List<EntryKey> keys, Supplier<CompletionStage<Long>> invalidation) {
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(new Invalidated.Done(0));
    }
    Predicate<EntryKey> which = keys.size() == 1 ? keys.get(0)::equals : Set.copyOf(keys)::contains;
    return invalidate(which, () -> keys.forEach(siblings::detach), invalidation);
  }

  CompletionStage<Invalidated> invalidateTags(List<String> tags) {
    tags.forEach(tag -> Names.check("tag", tag));
    if (tags.isEmpty()) {
      return CompletableFuture.completedFuture(new Invalidated.Done(0));
    }
    return invalidate(
        any -> true,
        () -> siblings.detachTags(tags),
        () -> store.move(namespace, cache, tags).thenApply(moved -> (long) tags.size()));
  }

  /** An empty prefix is of all keys. */
  CompletionStage<Invalidated> invalidatePrefix(String prefix) {
    if (!prefix.isEmpty()) {
      Names.check("prefix", prefix);
    }
    Predicate<EntryKey> keys = key -> key.key().startsWith(prefix);
    Object scan = journal.begin(keys);
    return invalidate(
            keys,
            () -> siblings.detachPrefix(prefix),
            () -> store.invalidatePrefix(namespace, cache, prefix))
        .whenComplete((done, failed) -> journal.end(scan));
  }

  /**
   * @param keys which it may concern
   * @param detach keeps this process from answering what was there
   */
  private CompletionStage<Invalidated> invalidate(
      Predicate<EntryKey> keys, Runnable detach, Supplier<CompletionStage<Long>> invalidation) {
    detach.run();
    if (!breaker.lets()) {
      Invalidated noted =
          journal.note(keys, invalidation, "the store did not answer others just now");
      detach.run();
      return CompletableFuture.completedFuture(noted);
    }
    long began = System.nanoTime();
    return invalidation
        .get()
        .handle(
            (count, failed) -> {
              Invalidated done;
              if (failed == null) {
                breaker.answered();
                done = new Invalidated.Done(count);
              } else {
                breaker.failed(began);
                done = journal.note(keys, invalidation, String.valueOf(failed.getMessage()));
              }
              // After the journal has it: what is read from then on is not kept near.
              detach.run();
              return done;
            });
  }

  /** Nothing is sent before all of them are known to be writable. */
  CompletionStage<Void> putAll(Map<EntryKey, Loaded<V>> values, Pipeline pipeline) {
    List<Supplier<CompletionStage<Void>>> puts = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          Entry entry = packing.entry(value, Duration.ZERO);
          puts.add(() -> put(key, value, entry));
        });
    return CompletableFuture.allOf(
        puts.stream()
            .map(put -> pipeline.send(put).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  CompletionStage<Void> put(EntryKey key, Loaded<V> value) {
    return put(key, value, packing.entry(value, Duration.ZERO));
  }

  private CompletionStage<Void> put(EntryKey key, Loaded<V> value, @Nullable Entry entry) {
    if (entry == null) {
      return invalidate(List.of(key)).thenApply(done -> null);
    }
    return loads
        .marked(entry, value.tags())
        .thenCompose(
            known ->
                known == null ? nothing(key) : store.put(key, known, packing.life(known, value)))
        .handle(
            (done, failed) -> {
              siblings.detach(key);
              if (failed != null) {
                // What is there is not what was put.
                unanswered(key, failed);
              }
              return List.of(key);
            })
        .thenCompose(this::tell);
  }

  private CompletionStage<Void> nothing(EntryKey key) {
    return store.invalidate(List.of(key)).thenApply(count -> null);
  }

  CompletionStage<Intent> intend(List<EntryKey> keys) {
    long writer = ThreadLocalRandom.current().nextLong();
    List<CompletableFuture<Void>> begun = new ArrayList<>();
    for (EntryKey key : keys) {
      siblings.detach(key);
      begun.add(store.begin(key, writer, MOST_WRITING).toCompletableFuture());
    }
    return CompletableFuture.allOf(begun.toArray(new CompletableFuture<?>[0]))
        .handle(
            (done, failed) -> {
              if (failed == null) {
                return new Writing(() -> finish(keys, writer));
              }
              var unused = finish(keys, writer);
              throw new StoreUnavailableException(
                  "cache.mutate",
                  "the store could not be told that '"
                      + cache
                      + "' is written, so nothing was; try again",
                  Applied.NO,
                  Duration.ofSeconds(1),
                  failed);
            });
  }

  /** Where the store does not answer, it is as an invalidation that it did not answer. */
  private CompletionStage<Void> finish(List<EntryKey> keys, long writer) {
    List<CompletableFuture<?>> ended = new ArrayList<>();
    for (EntryKey key : keys) {
      siblings.detach(key);
      ended.add(
          store
              .finish(key, writer, null, Duration.ZERO)
              .handle(
                  (stored, failed) -> {
                    siblings.detach(key);
                    return failed == null ? null : unanswered(key, failed);
                  })
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(ended.toArray(new CompletableFuture<?>[0]))
        .thenCompose(done -> tell(keys));
  }

  private Invalidated unanswered(EntryKey key, Throwable failed) {
    Invalidated noted =
        journal.note(
            key::equals, () -> store.invalidate(List.of(key)), String.valueOf(failed.getMessage()));
    siblings.detach(key);
    return noted;
  }
}
