package dev.mainstay.internal.cache;

import dev.mainstay.cache.Loaded;
import dev.mainstay.errors.LoadFailedException;
import dev.mainstay.spi.EntryKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The loads of one call for many keys. Each key goes its way by itself, as if it were asked for
 * alone, and has a source here; the sources wait for each other and load together.
 *
 * <p>They wait for no more than is certain to come soon: until each key has been found, is to be
 * loaded by this call, or is brought by another. Those that others bring are waited for by nobody,
 * so two calls that ask for the same keys in whatever order cannot wait for each other's loads. A
 * key that another did not bring after all is loaded later, with those that came to it meanwhile.
 */
final class Batch<K, V extends @Nullable Object> {
  /** So long what is stale is gathered at least, to be loaded anew together. */
  private static final Duration GATHERED = Duration.ofMillis(2);

  private final String cache;
  private final Many<K, V> many;
  private final Means means;
  private final long began = System.nanoTime();

  /** Keys of which it is not known yet whether they are to be loaded; and the call itself. */
  private int looking = 1;

  /** Trips on their way: what is stale may come of each. */
  private final AtomicInteger travelling = new AtomicInteger();

  private boolean isLoading;
  private List<Item<K, V>> ready = new ArrayList<>();
  private List<Item<K, V>> stale = new ArrayList<>();

  /**
   * What loads of many need besides.
   *
   * @param guard of the source, if it has one
   */
  record Means(@Nullable Guard guard, Pipeline pipeline, Workers workers) {}

  /**
   * A key that is to be loaded.
   *
   * @param name by which the source's breaker knows it
   * @param begins is run when its load begins
   * @param gate that has to let it, if one has
   */
  private record Item<K, V extends @Nullable Object>(
      K key,
      EntryKey name,
      CompletableFuture<Loaded<V>> end,
      Runnable begins,
      @Nullable Gate gate) {

    static <K, V extends @Nullable Object> Item<K, V> of(K key, EntryKey name) {
      return new Item<>(key, name, new CompletableFuture<>(), () -> {}, null);
    }
  }

  Batch(String cache, Many<K, V> many, Means means) {
    this.cache = cache;
    this.many = many;
    this.means = means;
  }

  /** The source of one of its keys. */
  final class One implements Source<V> {
    private final K key;
    private final EntryKey name;
    private final AtomicBoolean known = new AtomicBoolean();

    private One(K key, EntryKey name) {
      this.key = key;
      this.name = name;
    }

    @Override
    public CompletionStage<Loaded<V>> here() {
      return ready(Item.of(key, name));
    }

    @Override
    public CompletionStage<Loaded<V>> direct(Gate gate, Runnable begins) {
      return ready(new Item<>(key, name, new CompletableFuture<>(), begins, gate));
    }

    private CompletionStage<Loaded<V>> ready(Item<K, V> item) {
      add(item);
      if (known.compareAndSet(false, true)) {
        looked();
      } else {
        load();
      }
      return item.end;
    }

    @Override
    public CompletionStage<Loaded<V>> aside() {
      return gather(Item.of(key, name));
    }

    /** It is found, or another brings it. */
    @Override
    public void waits() {
      if (known.compareAndSet(false, true)) {
        looked();
      }
    }

    @Override
    public boolean tags() {
      return false;
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> trip(Supplier<CompletionStage<T>> trip) {
      travelling.incrementAndGet();
      CompletionStage<T> end = means.pipeline.send(trip);
      var unused = end.whenComplete((value, failed) -> travelling.decrementAndGet());
      return end;
    }
  }

  /** The source of another key. */
  synchronized One of(K key, EntryKey name) {
    looking++;
    return new One(key, name);
  }

  /** The source of a key that is at hand, and loaded aside if at all. */
  One aside(K key, EntryKey name) {
    One one = of(key, name);
    one.waits();
    return one;
  }

  /** All keys are asked for; or one of them is known. */
  void looked() {
    synchronized (this) {
      looking--;
    }
    load();
  }

  private synchronized void add(Item<K, V> item) {
    ready.add(item);
  }

  /** Loads what is ready, unless keys are missing still or a load is under way. */
  private void load() {
    for (List<Item<K, V>> now = next(); !now.isEmpty(); now = next()) {
      List<Item<K, V>> items = now;
      var end = load(items);
      var unused =
          end.whenComplete(
              (values, failed) -> {
                synchronized (this) {
                  isLoading = false;
                }
                end(items, values, failed);
                load();
              });
    }
  }

  private synchronized List<Item<K, V>> next() {
    if (looking > 0 || isLoading || ready.isEmpty()) {
      return List.of();
    }
    isLoading = true;
    List<Item<K, V>> now = ready;
    ready = new ArrayList<>();
    return now;
  }

  private CompletionStage<Map<K, V>> load(List<Item<K, V>> items) {
    Gate gate = items.stream().map(Item::gate).filter(Objects::nonNull).findFirst().orElse(null);
    Supplier<CompletionStage<Map<K, V>>> load = () -> begin(items);
    return Sources.begin(cache, gate == null ? load : () -> gate.through(load));
  }

  private CompletionStage<Map<K, V>> begin(List<Item<K, V>> items) {
    Set<K> keys = keys(items);
    Function<Runnable, CompletionStage<Map<K, V>>> load =
        begins -> {
          items.forEach(item -> item.begins.run());
          return many.here(keys, begins);
        };
    Guard guard = means.guard;
    return guard == null ? load.apply(() -> {}) : guard.here(name(items), began, load);
  }

  private CompletionStage<Loaded<V>> gather(Item<K, V> item) {
    boolean first;
    synchronized (this) {
      first = stale.isEmpty();
      stale.add(item);
    }
    if (first) {
      means.workers.after(GATHERED, this::loadAside);
    }
    return item.end;
  }

  private void loadAside() {
    List<Item<K, V>> items;
    synchronized (this) {
      if (looking > 0 || travelling.get() > 0) {
        means.workers.after(GATHERED, this::loadAside);
        return;
      }
      items = stale;
      stale = new ArrayList<>();
    }
    Set<K> keys = keys(items);
    Guard guard = means.guard;
    Function<Runnable, CompletionStage<Map<K, V>>> load = begins -> many.aside(keys, begins);
    var end =
        Sources.begin(
            cache, () -> guard == null ? load.apply(() -> {}) : guard.aside(name(items), load));
    var unused = end.whenComplete((values, failed) -> end(items, values, failed));
  }

  /** What the breaker knows the load by: that many failed together is held against none of them. */
  private Object name(List<Item<K, V>> items) {
    return items.size() == 1
        ? items.get(0).name
        : new SourceBreaker.Together(items.size(), keys(items).hashCode());
  }

  private Set<K> keys(List<Item<K, V>> items) {
    Set<K> keys = new LinkedHashSet<>();
    items.forEach(item -> keys.add(item.key));
    return Collections.unmodifiableSet(keys);
  }

  private void end(List<Item<K, V>> items, @Nullable Map<K, V> values, @Nullable Throwable failed) {
    for (Item<K, V> item : items) {
      if (failed != null || values == null) {
        item.end.completeExceptionally(failed != null ? failed : noMap());
      } else {
        end(item, values);
      }
    }
  }

  @SuppressWarnings("NullAway") // a key without a value is as one whose loader answered null
  private void end(Item<K, V> item, Map<K, V> values) {
    Loaded<V> loaded;
    try {
      loaded = Loaded.of(values.get(item.key));
    } catch (RuntimeException odd) {
      item.end.completeExceptionally(
          new LoadFailedException(cache, "the loader's map does not take its keys", odd));
      return;
    }
    item.end.complete(loaded);
  }

  private static Throwable noMap() {
    return new NullPointerException("the loader answered null instead of a map");
  }
}
