package dev.mainstay.memory;

import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Stored;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who waits while an entry is leased, for so long on the clock of the wall. */
final class Waiter {
  private final EntryKey key;
  private final long end;
  private final CompletableFuture<Stored> answer = new CompletableFuture<>();
  private @Nullable CompletableFuture<Boolean> timer;

  Waiter(EntryKey key, Duration most) {
    this.key = key;
    this.end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(most);
  }

  EntryKey key() {
    return key;
  }

  CompletionStage<Stored> answer() {
    return answer;
  }

  boolean isOver() {
    return end - System.nanoTime() <= 0;
  }

  /** Looks again after so long or when it is over, if nobody answers before. */
  void lookIn(long millis, Runnable look) {
    long nanos = Math.min(TimeUnit.MILLISECONDS.toNanos(millis), end - System.nanoTime());
    stopTimer();
    timer = new CompletableFuture<>();
    CompletionStage<Boolean> rung =
        timer.completeOnTimeout(true, Math.max(1, nanos), TimeUnit.NANOSECONDS);
    rung.thenRunAsync(look);
  }

  /** Answers; outside of any lock. */
  void tell(Stored there) {
    stopTimer();
    answer.complete(there);
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
