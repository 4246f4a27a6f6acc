package dev.mainstay.internal.sessions;

import dev.mainstay.spi.SessionEventStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A store of events whose first calls fail, in each way in which a call can. */
final class FailingEvents implements SessionEventStore {
  private final SessionEventStore right;
  private final AtomicInteger failures;

  FailingEvents(SessionEventStore right, int failures) {
    this.right = right;
    this.failures = new AtomicInteger(failures);
  }

  private <T> CompletionStage<T> unlessItFails(Supplier<CompletionStage<T>> call) {
    int left = failures.getAndDecrement();
    if (left <= 0) {
      return call.get();
    }
    IllegalStateException failure = new IllegalStateException("planted");
    if (left % 2 == 0) {
      throw failure;
    }
    return CompletableFuture.failedFuture(failure);
  }

  @Override
  public CompletionStage<Taken> take(
      String namespace, int partition, String worker, Duration hold, int most) {
    return unlessItFails(() -> right.take(namespace, partition, worker, hold, most));
  }

  @Override
  public CompletionStage<Integer> finish(
      String namespace, int partition, List<Due> handled, List<Due> notBegun) {
    return unlessItFails(() -> right.finish(namespace, partition, handled, notBegun));
  }

  @Override
  public CompletionStage<List<String>> enlist(String namespace, String worker, Duration hold) {
    return unlessItFails(() -> right.enlist(namespace, worker, hold));
  }

  @Override
  public CompletionStage<List<String>> leave(String namespace, String worker) {
    return right.leave(namespace, worker);
  }
}
