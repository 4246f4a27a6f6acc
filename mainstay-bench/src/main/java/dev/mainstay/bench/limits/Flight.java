package dev.mainstay.bench.limits;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Questions that are always on their way, so many at once: each answer asks the next one. No thread
 * waits.
 *
 * @param in whether an answer lets in
 */
record Flight<T>(int inFlight, Supplier<CompletionStage<T>> take, Predicate<T> in) implements Load {
  private static final long PATIENCE = 60;

  @Override
  public Tally run(Duration time) {
    Run run = new Run(System.nanoTime() + time.toNanos());
    long begun = System.nanoTime();
    var ended = new CompletableFuture<?>[inFlight];
    for (int i = 0; i < inFlight; i++) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      ended[i] = end;
      run.ask(end);
    }
    CompletableFuture.allOf(ended).orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    long nanos = System.nanoTime() - begun;
    return new Tally(run.taken.sum(), run.admitted.sum(), nanos, null);
  }

  /** One run of all of them. */
  private final class Run {
    private final LongAdder taken = new LongAdder();
    private final LongAdder admitted = new LongAdder();
    private final long until;

    private Run(long until) {
      this.until = until;
    }

    /** Asks until an answer takes its time, which then goes on; so no stack grows. */
    private void ask(CompletableFuture<Void> end) {
      while (true) {
        if (System.nanoTime() >= until) {
          end.complete(null);
          return;
        }
        CompletableFuture<T> answer = take.get().toCompletableFuture();
        if (!answer.isDone()) {
          var unused =
              answer.whenComplete(
                  (told, failed) -> {
                    if (count(told, failed, end)) {
                      ask(end);
                    }
                  });
          return;
        }
        if (!count(answer.join(), null, end)) {
          return;
        }
      }
    }

    private boolean count(T told, @Nullable Throwable failed, CompletableFuture<Void> end) {
      if (failed != null) {
        end.completeExceptionally(failed);
        return false;
      }
      taken.increment();
      if (in.test(told)) {
        admitted.increment();
      }
      return true;
    }
  }
}
