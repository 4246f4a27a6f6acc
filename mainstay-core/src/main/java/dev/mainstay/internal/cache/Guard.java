package dev.mainstay.internal.cache;

import dev.mainstay.cache.Loaded;
import dev.mainstay.errors.LoadFailedException;
import dev.mainstay.internal.cache.SourceBreaker.End;
import dev.mainstay.internal.cache.SourceBreaker.Turn;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the source of one cache: each load is told to the {@link SourceBreaker}, and waits
 * for its turn where too many run. A load that takes longer than it may counts no more, though it
 * may run on; one that found no thread in that time says nothing of the source.
 */
final class Guard {
  private final String cache;
  private final Duration most;
  private final SourceBreaker breaker;
  private final Workers workers;
  private final Gate gate;

  /**
   * @param most so long a load may take, and wait for its turn
   */
  Guard(String cache, Duration most, SourceBreaker breaker, Workers workers) {
    this.cache = cache;
    this.most = most;
    this.breaker = breaker;
    this.workers = workers;
    this.gate = new Gate(cache, breaker::most);
  }

  /** A source, guarded; the time for its load begins now. */
  <V extends @Nullable Object> Source<V> around(Object key, Source<V> source) {
    long began = System.nanoTime();
    return new Source<>() {
      @Override
      public CompletionStage<Loaded<V>> here() {
        return Guard.this.here(key, began, source::here);
      }

      @Override
      public CompletionStage<Loaded<V>> aside() {
        return Guard.this.aside(key, source::aside);
      }

      @Override
      public boolean tags() {
        return source.tags();
      }
    };
  }

  /** A load for who has waited since then. */
  <T extends @Nullable Object> CompletionStage<T> here(
      Object key, long began, Function<Runnable, CompletionStage<T>> load) {
    CompletableFuture<T> end = new CompletableFuture<>();
    Duration left = most.minusNanos(System.nanoTime() - began);
    Runnable forget = workers.after(left, () -> end.completeExceptionally(waitedInVain()));
    gate.enter(
        () -> {
          forget.run();
          if (end.isDone()) {
            gate.leave();
          } else {
            var unused =
                run(key, load, gate::leave)
                    .whenComplete((value, failed) -> Sources.pass(value, failed, end));
          }
        });
    return end;
  }

  /** A load for nobody. */
  <T extends @Nullable Object> CompletionStage<T> aside(
      Object key, Function<Runnable, CompletionStage<T>> load) {
    return run(key, load, gate::proceed);
  }

  private <T extends @Nullable Object> CompletionStage<T> run(
      Object key, Function<Runnable, CompletionStage<T>> load, Runnable over) {
    Turn turn = breaker.begin(key);
    Runnable forget = workers.after(most, () -> late(turn, over));
    return Sources.begin(cache, () -> load.apply(turn::begins))
        .whenComplete(
            (value, failed) -> {
              forget.run();
              end(turn, how(failed), over);
            });
  }

  /** A load has taken as long as it may, unless it waited for a thread meanwhile. */
  private void late(Turn turn, Runnable over) {
    Duration left = most.minus(turn.ran());
    if (!turn.hasBegun()) {
      end(turn, End.VOID, over);
    } else if (left.isNegative() || left.isZero()) {
      end(turn, End.TIMED_OUT, over);
    } else {
      workers.after(left, () -> late(turn, over));
    }
  }

  private static void end(Turn turn, End how, Runnable over) {
    if (turn.end(how)) {
      over.run();
    }
  }

  /** Neither an interrupt nor too much to do in this process is the source's fault. */
  private static End how(@Nullable Throwable failed) {
    if (failed == null) {
      return End.DONE;
    }
    Throwable cause = failed.getCause();
    Throwable why = failed instanceof CompletionException && cause != null ? cause : failed;
    return why instanceof InterruptedException || why instanceof RejectedExecutionException
        ? End.VOID
        : End.FAILED;
  }

  private LoadFailedException waitedInVain() {
    String others =
        breaker.isFailing()
            ? "loads fail, so that " + SourceBreaker.FEW + " run at a time"
            : SourceBreaker.MOST + " run already";
    return new LoadFailedException(
        cache,
        "it waited for its turn longer than " + most + ", since " + others + "; is the source up?",
        null);
  }
}
