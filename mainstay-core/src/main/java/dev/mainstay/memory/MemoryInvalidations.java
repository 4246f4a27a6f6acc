package dev.mainstay.memory;

import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Watch;
import dev.mainstay.time.StoreClock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Tells each change of an entry before it is done. */
final class MemoryInvalidations extends MemoryProofs implements Invalidations {
  private final MemoryCacheStore store;

  MemoryInvalidations(MemoryCacheStore store, StoreClock clock) {
    super(clock);
    this.store = store;
  }

  @Override
  public CompletionStage<Stored> watch(EntryKey key, Watch watch) {
    return store.watch(key, watch);
  }

  @Override
  public CompletionStage<Optional<Long>> watchTag(
      String namespace, String cache, String tag, Watch watch) {
    return store.watchTag(namespace, cache, tag, watch);
  }
}
