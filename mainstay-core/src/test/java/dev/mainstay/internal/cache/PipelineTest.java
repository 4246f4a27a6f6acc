package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** So many trips on their way at once, and the others after them. */
class PipelineTest {
  private final Pipeline pipeline = new Pipeline();

  private <T> CompletableFuture<T> send(Supplier<CompletionStage<T>> trip) {
    return pipeline.send(trip).toCompletableFuture();
  }

  @Test
  void aTripThatThrowsFailsAndThoseAfterItAreMade() {
    for (Throwable thrown : new Throwable[] {new IllegalStateException(), new AssertionError()}) {
      CompletableFuture<String> one =
          send(
              () -> {
                if (thrown instanceof Error error) {
                  throw error;
                }
                throw (RuntimeException) thrown;
              });
      assertThat(one).isCompletedExceptionally();
      assertThat(one.handle((value, failed) -> failed)).isCompletedWithValue(thrown);
      assertThat(send(() -> CompletableFuture.completedFuture("v"))).isCompletedWithValue("v");
    }
  }

  @Test
  void whatIsTooManyWaitsForThoseBefore() throws ExecutionException, InterruptedException {
    List<CompletableFuture<Integer>> trips = new ArrayList<>();
    List<CompletableFuture<Integer>> ends = new ArrayList<>();
    for (int i = 0; i <= Pipeline.MOST; i++) {
      ends.add(
          send(
              () -> {
                CompletableFuture<Integer> trip = new CompletableFuture<>();
                trips.add(trip);
                return trip;
              }));
    }
    assertThat(trips).hasSize(Pipeline.MOST);
    trips.get(7).complete(7);
    assertThat(trips).hasSize(Pipeline.MOST + 1);
    assertThat(ends.get(7).get()).isEqualTo(7);
  }
}
