package dev.mainstay.internal.cache;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Caches;
import dev.mainstay.cache.Freshness;
import dev.mainstay.codec.Codec;
import dev.mainstay.codec.Names;
import dev.mainstay.events.Listener;
import dev.mainstay.internal.Breaker;
import dev.mainstay.internal.Quiet;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The caches of each namespace on one engine, whose store is opened with the first of them. */
public final class CachesRoot implements AutoCloseable {
  private final Engine engine;
  private final Listener listener;
  private final Breaker breaker = new Breaker();
  private final Workers workers = new Workers();
  private final Pipeline pipeline = new Pipeline();
  private final Function<String, SourceBreaker> sources;
  private final Families families = new Families();

  /** Caches on an engine, heard by a listener. */
  public CachesRoot(Engine engine, Listener listener) {
    this(
        engine,
        Quiet.of(listener),
        cache -> new SourceBreaker(cache, Quiet.of(listener), System::nanoTime));
  }

  /**
   * @param sources the breaker of each cache's source
   */
  CachesRoot(Engine engine, Listener listener, Function<String, SourceBreaker> sources) {
    this.engine = engine;
    this.listener = listener;
    this.sources = sources;
  }

  /** The caches of a namespace. */
  public Caches caches(String namespace) {
    Names.check("namespace", namespace);
    return new Caches() {
      @Override
      public <K, V extends @Nullable Object> Cache<K, V> cache(
          String name, Freshness freshness, Codec<V> codec) {
        return cache(name, freshness, codec, Spelling::plain);
      }

      @Override
      public <K, V extends @Nullable Object> Cache<K, V> cache(
          String name, Freshness freshness, Codec<V> codec, Function<? super K, String> spelled) {
        Names.check("cache", name);
        return open(new Spelling<K>(namespace, name, spelled), freshness, codec);
      }
    };
  }

  private <K, V extends @Nullable Object> Cache<K, V> open(
      Spelling<K> spelling, Freshness freshness, Codec<V> codec) {
    CacheStore store = engine.cache();
    String name = spelling.cache();
    var counters = new Counters();
    var packing = new Packing<>(freshness, codec, engine.clock());
    var loads = new Loads<>(store, spelling.namespace(), name, packing, workers, counters);
    NearCache<V> near =
        freshness
            .near()
            .map(how -> new NearCache<V>(engine.invalidations(), how, spelling, counters))
            .orElse(null);
    var lately = new Lately(freshness.staleness().toNanos());
    var siblings =
        families.of(
            spelling,
            () ->
                new Siblings(
                    new Journal(
                        workers, () -> store.invalidatePrefix(spelling.namespace(), name, ""))));
    var journal = siblings.journal();
    var source = sources.apply(name);
    Checker<V> checker =
        freshness.checked() == 0
            ? null
            : new Checker<V>(
                store, packing, loads, journal, near, workers, counters, source, listener);
    var flights = new Flights<>(store, breaker, packing, loads, near, lately);
    var reads =
        new Reads<>(
            store, breaker, packing, flights, loads, journal, near, source, listener, counters,
            checker);
    siblings.add(flights);
    var changes = new Changes<>(store, spelling, breaker, packing, siblings, loads);
    var cache =
        new StoredCache<>(
            spelling,
            reads,
            changes,
            near,
            counters,
            checker,
            means(name, freshness, source),
            channel ->
                Follower.start(engine.invalidations(), channel, changes, spelling, listener));
    var steps = new KeyedSteps<>(spelling, new Steps<>(store, packing, siblings, loads, changes));
    var admin = new BlockingAdmin<>(new StoredAdmin<>(spelling, store, packing));
    return new BlockingCache<>(name, freshness, cache, new BlockingSteps<>(steps), admin, workers);
  }

  /** Sources are guarded where there may be something stale to answer instead. */
  private Batch.Means means(String cache, Freshness freshness, SourceBreaker source) {
    Guard guard =
        freshness.staleIfError().isZero()
            ? null
            : new Guard(cache, freshness.hardTimeout(), source, workers);
    return new Batch.Means(guard, pipeline, workers);
  }

  /** Ends what loads while nobody waits. */
  @Override
  public void close() {
    workers.close();
  }
}
