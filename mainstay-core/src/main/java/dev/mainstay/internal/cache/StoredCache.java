package dev.mainstay.internal.cache;

import dev.mainstay.cache.AsyncBatchLoader;
import dev.mainstay.cache.AsyncCache;
import dev.mainstay.cache.AsyncLoader;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.CacheStats;
import dev.mainstay.cache.Following;
import dev.mainstay.cache.Intent;
import dev.mainstay.cache.Invalidated;
import dev.mainstay.cache.InvalidationChannel;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Look;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.spi.EntryKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One cache: what is asked of it, in the words of its store. */
final class StoredCache<K, V extends @Nullable Object> implements AsyncCache<K, V> {
  private final Spelling<K> spelling;
  private final Reads<V> reads;
  private final Changes<V> changes;
  private final @Nullable NearCache<V> near;
  private final Counters counters;
  private final @Nullable Checker<V> checker;
  private final Function<InvalidationChannel, Following> follows;

  private final Batch.Means means;

  StoredCache(
      Spelling<K> spelling,
      Reads<V> reads,
      Changes<V> changes,
      @Nullable NearCache<V> near,
      Counters counters,
      @Nullable Checker<V> checker,
      Batch.Means means,
      Function<InvalidationChannel, Following> follows) {
    this.means = means;
    this.counters = counters;
    this.checker = checker;
    this.spelling = spelling;
    this.reads = reads;
    this.changes = changes;
    this.near = near;
    this.follows = follows;
  }

  CacheStats stats() {
    return counters.stats();
  }

  @Override
  public CompletionStage<V> get(K key, AsyncLoader<? super K, ? extends V> loader) {
    NearEntry<V> hit = hit(key);
    return hit == null
        ? ask(key, Sources.of(key, loader, Loaded::<V>of, false)).answer
        : near(hit, key, () -> Sources.of(key, loader, Loaded::<V>of, false));
  }

  @Override
  public CompletionStage<V> getLoaded(K key, AsyncLoader<? super K, Loaded<V>> loader) {
    NearEntry<V> hit = hit(key);
    return hit == null
        ? ask(key, Sources.of(key, loader, loaded -> loaded, true)).answer
        : near(hit, key, () -> Sources.of(key, loader, loaded -> loaded, true));
  }

  private CompletionStage<V> near(NearEntry<V> hit, K key, Supplier<Source<V>> source) {
    if (isCheckDue()) {
      check(hit, key, source.get());
    }
    return CompletableFuture.completedFuture(hit.value());
  }

  /** Whether a hit is one of those that are checked. Allocates nothing. */
  boolean isCheckDue() {
    return checker != null && checker.isDue();
  }

  /** Checks aside what was answered from here. */
  void check(NearEntry<V> hit, K key, Source<V> source) {
    if (checker != null) {
      EntryKey name = spelling.key(key);
      checker.near(name, guarded(name, source), hit);
    }
  }

  /** What this process keeps and may answer; {@code null} where nothing. Allocates nothing. */
  @Nullable NearEntry<V> hit(K key) {
    return near == null ? null : near.hit(key);
  }

  /** Asks for a value, which a source has. */
  Ask<V> ask(K key, Source<V> source) {
    EntryKey name = spelling.key(key);
    return reads.ask(new Ask<>(name, guarded(name, source), kept(key, name), counters));
  }

  private Source<V> guarded(EntryKey name, Source<V> source) {
    Guard guard = means.guard();
    return guard == null ? source : guard.around(name, source);
  }

  @Override
  public CompletionStage<Map<K, V>> getAll(
      Collection<? extends K> keys, AsyncBatchLoader<K, V> loader) {
    return getAll(keys, Many.of(loader));
  }

  /** The values of many keys; what a source has of them is loaded together. */
  CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys, Many<K, V> many) {
    atMost("keys", keys.size());
    Map<K, EntryKey> names = new LinkedHashMap<>();
    keys.forEach(key -> names.put(key, spelling.key(key)));
    Map<EntryKey, CompletableFuture<V>> answers = new HashMap<>();
    Batch<K, V> batch = new Batch<>(spelling.cache(), many, means);
    names.forEach((key, name) -> answers.computeIfAbsent(name, any -> answer(batch, key, name)));
    batch.looked();
    return CompletableFuture.allOf(answers.values().toArray(new CompletableFuture<?>[0]))
        .thenApply(all -> values(names, answers));
  }

  private CompletableFuture<V> answer(Batch<K, V> batch, K key, EntryKey name) {
    NearEntry<V> hit = hit(key);
    if (hit != null) {
      if (checker != null && checker.isDue()) {
        checker.near(name, batch.aside(key, name), hit);
      }
      return CompletableFuture.completedFuture(hit.value());
    }
    Batch<K, V>.One one = batch.of(key, name);
    Ask<V> ask = reads.ask(new Ask<>(name, one, kept(key, name), counters));
    return ask.answer.whenComplete((value, failed) -> one.waits());
  }

  private Map<K, V> values(Map<K, EntryKey> names, Map<EntryKey, CompletableFuture<V>> answers) {
    Map<K, V> values = new LinkedHashMap<>();
    names.forEach(
        (key, name) -> {
          CompletableFuture<V> answer = answers.get(name);
          V value = answer == null ? null : answer.join();
          if (value != null) {
            values.put(key, value);
          }
        });
    return values;
  }

  private static void atMost(String field, int count) {
    if (count > Cache.MOST_AT_ONCE) {
      throw new InvalidValueException(
          field,
          "are " + count + ", at once allowed are up to " + Cache.MOST_AT_ONCE + "; split them");
    }
  }

  private @Nullable NearEntry<V> kept(K key, EntryKey name) {
    return near == null || !spelling.isLasting(key) ? null : new NearEntry<>(near, key, name.key());
  }

  @Override
  public CompletionStage<Look<V>> look(K key) {
    return reads.look(spelling.key(key));
  }

  @Override
  public CompletionStage<Void> put(K key, V value) {
    return put(key, Loaded.of(value));
  }

  @Override
  public CompletionStage<Void> put(K key, Loaded<V> value) {
    return changes.put(spelling.key(key), value);
  }

  @Override
  public CompletionStage<Void> putAll(Map<? extends K, ? extends V> values) {
    atMost("values", values.size());
    Map<EntryKey, Loaded<V>> all = new LinkedHashMap<>();
    values.forEach((key, value) -> all.put(spelling.key(key), Loaded.of(value)));
    return changes.putAll(all, means.pipeline());
  }

  @Override
  public CompletionStage<Invalidated> invalidate(K key) {
    return changes.invalidate(List.of(spelling.key(key)));
  }

  @Override
  public CompletionStage<Invalidated> invalidate(Collection<? extends K> keys) {
    return changes.invalidate(spelled(keys));
  }

  @Override
  public CompletionStage<Invalidated> invalidateEverywhere(Collection<? extends K> keys) {
    CompletionStage<Invalidated> done = invalidate(keys);
    return near == null ? done : done.thenCompose(near::everywhere);
  }

  private List<EntryKey> spelled(Collection<? extends K> keys) {
    return keys.stream().map(spelling::key).distinct().toList();
  }

  @Override
  public CompletionStage<Invalidated> invalidateTags(Collection<String> tags) {
    return changes.invalidateTags(List.copyOf(tags));
  }

  @Override
  public CompletionStage<Invalidated> invalidatePrefix(String prefix) {
    return changes.invalidatePrefix(prefix);
  }

  @Override
  public CompletionStage<Invalidated> invalidateAll() {
    return changes.invalidatePrefix("");
  }

  @Override
  public <T extends @Nullable Object> CompletionStage<T> mutate(
      K key, Supplier<? extends CompletionStage<T>> write) {
    return intend(List.of(key))
        .thenCompose(
            intent -> {
              CompletionStage<T> written;
              try {
                written = write.get();
              } catch (RuntimeException | Error e) {
                intent.close();
                throw e;
              }
              return written
                  .handle((value, failed) -> ((Writing) intent).end())
                  .thenCompose(ended -> ended)
                  .thenCompose(ended -> written);
            });
  }

  @Override
  public CompletionStage<Intent> intend(Collection<? extends K> keys) {
    return changes.intend(spelled(keys));
  }

  Following follow(InvalidationChannel channel) {
    return follows.apply(channel);
  }
}
