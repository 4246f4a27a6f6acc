package dev.mainstay.internal.sessions;

import dev.mainstay.spi.SessionEventStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The fault that the tests must find: what is taken is finished before it is told. */
record CarelessEvents(SessionEventStore right) implements SessionEventStore {
  @Override
  public CompletionStage<Taken> take(
      String namespace, int partition, String worker, Duration hold, int most) {
    return right
        .take(namespace, partition, worker, hold, most)
        .thenCompose(
            taken ->
                right
                    .finish(namespace, partition, events(taken), List.of())
                    .thenApply(finished -> taken));
  }

  private static List<Due> events(Taken taken) {
    return taken instanceof Taken.Batch batch ? batch.events() : List.of();
  }

  @Override
  public CompletionStage<Integer> finish(
      String namespace, int partition, List<Due> handled, List<Due> notBegun) {
    return right.finish(namespace, partition, handled, notBegun);
  }

  @Override
  public CompletionStage<List<String>> enlist(String namespace, String worker, Duration hold) {
    return right.enlist(namespace, worker, hold);
  }

  @Override
  public CompletionStage<List<String>> leave(String namespace, String worker) {
    return right.leave(namespace, worker);
  }
}
