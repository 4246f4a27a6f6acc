package dev.mainstay.server.ops;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * An answer that is asked for when somebody looks, and not again while it is fresh, however many
 * look. Who does not answer holds nobody longer than {@link #DEADLINE}.
 */
final class Asked<T> {
  static final Duration DEADLINE = Duration.ofMillis(200);

  private final Supplier<CompletionStage<T>> question;
  private final T nothing;
  private final long freshNanos;
  private final LongSupplier nanos;
  private CompletableFuture<T> answer;
  private long askedAt;
  private volatile T last;

  /**
   * Not asked yet.
   *
   * @param nothing stands for an answer that failed or did not come
   * @param nanos the time, as {@link System#nanoTime()} tells it
   */
  Asked(Supplier<CompletionStage<T>> question, T nothing, Duration fresh, LongSupplier nanos) {
    this.question = question;
    this.nothing = nothing;
    this.freshNanos = fresh.toNanos();
    this.nanos = nanos;
    this.answer = CompletableFuture.completedFuture(nothing);
    this.askedAt = nanos.getAsLong() - freshNanos;
    this.last = nothing;
  }

  /** The last answer. */
  T last() {
    return last;
  }

  /** Asks unless the last answer is fresh. Never fails, and ends within the deadline. */
  synchronized CompletableFuture<T> refresh() {
    long now = nanos.getAsLong();
    if (answer.isDone() && now - askedAt >= freshNanos) {
      askedAt = now;
      answer =
          question
              .get()
              .toCompletableFuture()
              .copy()
              .completeOnTimeout(nothing, DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
              .exceptionally(failed -> nothing)
              .thenApply(said -> last = said);
    }
    return answer;
  }
}
