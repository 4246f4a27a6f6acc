package dev.mainstay.internal.cache;

import dev.mainstay.cache.Intent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A write of sources that is under way, and ends once. */
final class Writing implements Intent {
  private final AtomicReference<@Nullable CompletableFuture<Void>> ended = new AtomicReference<>();
  private final Supplier<CompletionStage<Void>> finish;

  /**
   * @param finish ends it at the store, and never fails
   */
  Writing(Supplier<CompletionStage<Void>> finish) {
    this.finish = finish;
  }

  CompletionStage<Void> end() {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    if (ended.compareAndSet(null, mine)) {
      var unused = finish.get().whenComplete((done, failed) -> mine.complete(null));
    }
    CompletableFuture<Void> first = ended.get();
    return first == null ? mine : first;
  }

  @Override
  public void close() {
    end().toCompletableFuture().join();
  }
}
