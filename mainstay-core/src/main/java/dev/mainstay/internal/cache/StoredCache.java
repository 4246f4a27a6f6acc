package dev.mainstay.internal.cache;

import dev.mainstay.cache.AsyncCache;
import dev.mainstay.cache.AsyncLoader;
import dev.mainstay.cache.CacheStats;
import dev.mainstay.cache.Following;
import dev.mainstay.cache.Intent;
import dev.mainstay.cache.Invalidated;
import dev.mainstay.cache.InvalidationChannel;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Look;
import dev.mainstay.spi.EntryKey;
import java.util.Collection;
import java.util.List;
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

  StoredCache(
      Spelling<K> spelling,
      Reads<V> reads,
      Changes<V> changes,
      @Nullable NearCache<V> near,
      Counters counters,
      @Nullable Checker<V> checker,
      Function<InvalidationChannel, Following> follows) {
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
      checker.near(spelling.key(key), source, hit);
    }
  }

  /** What this process keeps and may answer; {@code null} where nothing. Allocates nothing. */
  @Nullable NearEntry<V> hit(K key) {
    return near == null ? null : near.hit(key);
  }

  /** Asks for a value, which a source has. */
  Ask<V> ask(K key, Source<V> source) {
    EntryKey name = spelling.key(key);
    return reads.ask(new Ask<>(name, source, kept(key, name), counters));
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
