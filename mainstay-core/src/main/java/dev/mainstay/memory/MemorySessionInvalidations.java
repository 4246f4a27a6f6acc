package dev.mainstay.memory;

import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.Watch;
import dev.mainstay.time.StoreClock;
import java.util.concurrent.CompletionStage;

/** Tells each change of a session before it is done. */
final class MemorySessionInvalidations extends MemoryProofs implements SessionInvalidations {
  private final MemorySessionStore store;

  MemorySessionInvalidations(MemorySessionStore store, StoreClock clock) {
    super(clock);
    this.store = store;
  }

  @Override
  public CompletionStage<Void> watchNamespace(String namespace, Watch watch) {
    return store.watchNamespace(namespace, watch);
  }
}
