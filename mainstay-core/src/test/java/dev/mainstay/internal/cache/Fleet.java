package dev.mainstay.internal.cache;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.codec.Codec;
import dev.mainstay.events.Listener;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Stored;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Several processes on one store, whose time is held and which can be made to fail. */
final class Fleet implements AutoCloseable {
  final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T00:00:00Z"));
  final SilentEngine engine = new SilentEngine(MemoryEngine.on(clock));
  private final List<CachesRoot> roots = new ArrayList<>();

  /** The cache as a process of its own has it. */
  Cache<String, @Nullable String> process(Freshness freshness) {
    return process(freshness, Codec.TEXT);
  }

  /** The same with another codec. */
  Cache<String, @Nullable String> process(Freshness freshness, Codec<?> codec) {
    return process(engine, Listener.NONE, freshness, codec);
  }

  /** The same over an engine of its own, and heard. */
  Cache<String, @Nullable String> process(
      Engine over, Listener listener, Freshness freshness, Codec<?> codec) {
    return opened(new CachesRoot(over, listener), freshness, codec);
  }

  /** The same with another breaker of its source. */
  Cache<String, @Nullable String> process(
      Freshness freshness, Function<String, SourceBreaker> sources) {
    return opened(new CachesRoot(engine, Listener.NONE, sources), freshness, Codec.TEXT);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // a codec is never asked about null
  private Cache<String, @Nullable String> opened(
      CachesRoot root, Freshness freshness, Codec<?> codec) {
    roots.add(root);
    return root.caches("web").cache("product", freshness, (Codec<@Nullable String>) codec);
  }

  /** Whether somebody loads a key. */
  boolean leased(String key) {
    var stored = engine.cache().get(new EntryKey("web", "product", key));
    return stored.toCompletableFuture().join() instanceof Stored.Leased;
  }

  void pass(Duration time) {
    clock.advance(time);
  }

  @Override
  public void close() {
    roots.forEach(CachesRoot::close);
  }
}
