package dev.mainstay.memory;

import dev.mainstay.spi.Ear;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Watch;
import dev.mainstay.time.StoreClock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Tells each change of an entry before it is done. */
final class MemoryInvalidations extends MemoryProofs implements Invalidations {
  private final MemoryCacheStore store;
  private final Set<Hearer> hearers = ConcurrentHashMap.newKeySet();

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

  @Override
  public Runnable hear(String before, String after, Ear ear) {
    Hearer hearer = new Hearer(before, after, ear);
    hearers.add(hearer);
    ear.listens(true);
    return () -> {
      if (hearers.remove(hearer)) {
        ear.deaf();
      }
    };
  }

  @Override
  public CompletionStage<Void> tell(String channel, String text) {
    hearers.forEach(hearer -> hearer.told(channel, text));
    return CompletableFuture.completedFuture(null);
  }

  private record Hearer(String before, String after, Ear ear) {
    void told(String channel, String text) {
      int end = channel.length() - after.length();
      if (before.length() <= end && channel.startsWith(before) && channel.endsWith(after)) {
        ear.heard(channel.substring(before.length(), end), text);
      }
    }
  }
}
